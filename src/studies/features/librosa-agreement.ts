import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { Matrix } from "../../arrays";
import { ALL_FEATURES, extractFeatures, type FeatureName } from "../../features";
import { PROJECT_ROOT } from "../../project";
import { decodeNpy, decodeZip } from "../../store";
import { readRecord } from "../records/record";

/** librosa sums spectra in float32 and quadrant in float64; decibels stretch what is almost nothing. */
const STFT_FAMILY = 2e-5;

/** librosa's filters are cut to their largest values, and its decimation rings at the ends of a clip. */
const CONSTANT_Q_FAMILY = 2e-3;

/** A share of energy that lies on one of its steps may fall on either side. */
const QUANTISED = 2e-2;

/** Counts, and maxima of what agrees to the last digits. */
const EXACT = 1e-7;

/** How far a feature may be from librosa's, as a share of its range. */
export const TOLERANCES: Readonly<Record<FeatureName, number>> = {
  chroma_stft: STFT_FAMILY,
  chroma_cqt: CONSTANT_Q_FAMILY,
  chroma_vqt: CONSTANT_Q_FAMILY,
  melspectrogram: STFT_FAMILY,
  mfcc: STFT_FAMILY,
  rms: STFT_FAMILY,
  spectral_centroid: STFT_FAMILY,
  spectral_bandwidth: STFT_FAMILY,
  spectral_contrast: STFT_FAMILY,
  spectral_flatness: STFT_FAMILY,
  spectral_rolloff: EXACT,
  tonnetz: CONSTANT_Q_FAMILY,
  zero_crossing_rate: EXACT,
  tempo: EXACT,
  chroma_cens: QUANTISED,
  tempogram: STFT_FAMILY,
  fourier_tempogram: STFT_FAMILY,
  tempogram_ratio: STFT_FAMILY,
};

/** How far a feature is from what librosa 0.11.0 answered for the same samples. */
export interface FeatureAgreement {
  readonly feature: FeatureName;
  readonly frames: number;
  /** The largest difference as a share of the feature's range. */
  readonly largest: number;
  readonly tolerance: number;
}

/** Extracts the samples of test/golden/agreement.npz, and compares with librosa's answers in it. */
export function librosaAgreement(): FeatureAgreement[] {
  const arrays = decodeZip(readFileSync(join(PROJECT_ROOT, "test", "golden", "agreement.npz")));
  const cases = [...arrays.keys()].flatMap((member) => (member.endsWith("/y.npy") ? [member.slice(0, -6)] : []));
  const ours = new Map(
    cases.map((name) => [
      name,
      extractFeatures(arrayOf(arrays, `${name}/y`)!.data, 22_050, { features: ALL_FEATURES }),
    ]),
  );
  return ALL_FEATURES.map((feature) => {
    let [frames, largest] = [0, 0];
    for (const [name, features] of ours) {
      const librosas = arrayOf(arrays, `${name}/${feature}`);
      if (librosas === undefined) continue;
      frames += librosas.shape[1];
      largest = Math.max(largest, largestShare(features[feature], librosas));
    }
    return { feature, frames, largest, tolerance: TOLERANCES[feature] };
  });
}

function arrayOf(arrays: ReadonlyMap<string, Uint8Array>, name: string): Matrix | undefined {
  const bytes = arrays.get(`${name}.npy`);
  if (bytes === undefined) return undefined;
  const { data, shape } = decodeNpy(bytes);
  return { data, shape: [shape[0]!, shape[1]!] };
}

function largestShare(ours: Matrix, librosas: Matrix): number {
  if (ours.shape[0] !== librosas.shape[0] || ours.shape[1] !== librosas.shape[1]) return Number.POSITIVE_INFINITY;
  let [low, high, largest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  for (const [i, value] of librosas.data.entries()) {
    low = Math.min(low, value);
    high = Math.max(high, value);
    const difference = Math.abs(value - ours.data[i]!);
    // NaN must not pass for small.
    if (!(difference <= largest)) largest = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference;
  }
  return largest / (high - low || Math.abs(high) || 1);
}

const differences = z.object({ frames: z.number(), largest: z.number(), p999: z.number(), file: z.string() });

const comparedSchema = z.object({
  date: z.string(),
  extractor: z.string(),
  versions: z.record(z.string(), z.string()),
  files: z.number(),
  seconds: z.number(),
  rows: z.array(differences.extend({ feature: z.string(), loud: differences })),
});

/** What `npm run compare:librosa` found on real music. */
export type ComparedFiles = z.infer<typeof comparedSchema>;

/** The record of the last comparison with librosa on real music; undefined where there is none. */
export const comparedFiles = (): ComparedFiles | undefined => readRecord("features", "compare-librosa", comparedSchema);
