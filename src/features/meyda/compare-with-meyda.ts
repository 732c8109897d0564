import type { Matrix } from "../../arrays";
import { extractFeatures, type StudyFeature } from "../extraction";
import type { Signal } from "../spectrum/spectrum";
import { type MeydaFeature, meydaFeatures } from "./meyda-features";

/** How one of librosa's features and Meyda's of the same purpose go together. */
export interface MeydaAgreement {
  /** librosa's name. */
  readonly feature: StudyFeature;
  readonly meyda: MeydaFeature;
  /** Pearson correlation over all rows and frames, -1 to 1; 0 where one of them is constant. */
  readonly correlation: number;
  /** The largest difference after Meyda's values were brought to librosa's unit, as a share of librosa's range. */
  readonly largest: number;
  /** Why they differ. */
  readonly reason: string;
}

interface Pair {
  readonly feature: StudyFeature;
  readonly meyda: MeydaFeature;
  /** What one of Meyda's units is in librosa's. */
  readonly unit: (sr: number, bufferSize: number) => number;
  readonly reason: string;
}

const SAME = () => 1;
const BINS_TO_HZ = (sr: number, bufferSize: number) => sr / bufferSize;

const PAIRS: readonly Pair[] = [
  { feature: "rms", meyda: "rms", unit: SAME, reason: "Meyda takes it of the windowed frame, which is quieter" },
  {
    ...{ feature: "zero_crossing_rate", meyda: "zcr", unit: (_, bufferSize) => 1 / bufferSize },
    reason: "Meyda counts; librosa repeats the first and last sample beyond the ends and calls tiny values zero",
  },
  {
    ...{ feature: "spectral_centroid", meyda: "spectralCentroid", unit: BINS_TO_HZ },
    reason: "the same definition, in bins; Meyda leaves out the highest bin",
  },
  {
    ...{ feature: "spectral_bandwidth", meyda: "spectralSpread", unit: BINS_TO_HZ },
    reason: "the same definition, in bins; Meyda leaves out the highest bin",
  },
  {
    ...{ feature: "spectral_flatness", meyda: "spectralFlatness", unit: SAME },
    reason: "Meyda takes it of amplitudes, librosa of powers",
  },
  {
    ...{ feature: "spectral_rolloff", meyda: "spectralRolloff", unit: SAME },
    reason: "Meyda's share is fixed at 0.99, librosa's is 0.85",
  },
  {
    ...{ feature: "mfcc", meyda: "mfcc", unit: SAME },
    reason: "26 bands and a natural logarithm against 128 bands in decibel; other scales, first 13 coefficients",
  },
  {
    ...{ feature: "chroma_stft", meyda: "chroma", unit: SAME },
    reason: "Meyda folds amplitudes and does not estimate the tuning",
  },
];

const BUFFER_SIZE = 2048;

/**
 * Where Meyda agrees with librosa and where not: both on the same frames of the same samples.
 *
 * @example
 * showTable(compareWithMeyda({ y: samples, sr: 22_050 }), "Meyda against librosa");
 */
export function compareWithMeyda({ y, sr = 22_050 }: Signal): MeydaAgreement[] {
  const theirs = meydaFeatures({ y, sr }, { bufferSize: BUFFER_SIZE });
  const ours = extractFeatures(y, sr, { features: PAIRS.map(({ feature }) => feature) });
  return PAIRS.map(({ feature, meyda, unit, reason }) => {
    const other = theirs[meyda];
    const scaled = { ...other, data: other.data.map((value) => value * unit(sr, BUFFER_SIZE)) };
    return { feature, meyda, ...agreementOf(firstRows(ours[feature], other.shape[0]), scaled), reason };
  });
}

function firstRows({ data, shape: [, frames] }: Matrix, rows: number): Matrix {
  return { data: data.subarray(0, rows * frames), shape: [rows, frames] };
}

function agreementOf(ours: Matrix, theirs: Matrix): { correlation: number; largest: number } {
  const n = ours.data.length;
  const meanOf = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / n;
  const [a, b] = [meanOf(ours.data), meanOf(theirs.data)];
  let [aa, bb, ab, largest] = [0, 0, 0, 0];
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < n; i++) {
    const [x, y] = [ours.data[i]!, theirs.data[i]!];
    aa += (x - a) ** 2;
    bb += (y - b) ** 2;
    ab += (x - a) * (y - b);
    largest = Math.max(largest, Math.abs(x - y));
    low = Math.min(low, x);
    high = Math.max(high, x);
  }
  return {
    correlation: aa === 0 || bb === 0 ? 0 : ab / Math.sqrt(aa * bb),
    largest: largest / (high - low || 1),
  };
}
