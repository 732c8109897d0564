import meyda, { type MeydaAudioFeature } from "meyda";
import type { Matrix } from "../../arrays";
import { QuadrantError } from "../../errors";
import { checkCount, checkSamples, frameCount, type Signal } from "../spectrum/spectrum";

/** Meyda's features that are numbers of a frame, by its names; loudness is what it calls `loudness.total`. */
export const MEYDA_FEATURES = [
  "rms",
  "energy",
  "zcr",
  "spectralCentroid",
  "spectralSpread",
  "spectralSkewness",
  "spectralKurtosis",
  "spectralSlope",
  "spectralFlatness",
  "spectralRolloff",
  "spectralCrest",
  "perceptualSpread",
  "perceptualSharpness",
  "loudness",
  "mfcc",
  "chroma",
] as const;

export type MeydaFeature = (typeof MEYDA_FEATURES)[number];

export interface MeydaParameters {
  /** Samples in a frame; a power of two; 2048 by default, as librosa's. */
  readonly bufferSize?: number | undefined;
  /** Samples from one frame to the next; 512 by default. */
  readonly hopLength?: number | undefined;
  /** 26 by default, Meyda's own. */
  readonly melBands?: number | undefined;
  /** 13 by default, Meyda's own. */
  readonly nMfcc?: number | undefined;
}

/**
 * Meyda 5.6.3's features as an alternative set: each (rows, frames), in Meyda's units.
 *
 * Frame t is centred on sample t * hopLength with zeros beyond the ends, as librosa's are, so that both sets line up.
 * Meyda's definitions are its own: spectral features are in bins of amplitude, not Hz; a frame of silence, where Meyda
 * divides by 0, gives 0. See `compareWithMeyda` for where they agree with librosa's.
 *
 * @throws QuadrantError "bad-argument" for empty or non-finite samples and impossible parameters
 *
 * @example
 * const { spectralCentroid, mfcc } = meydaFeatures({ y: samples, sr: 22_050 });
 */
export function meydaFeatures(
  { y, sr = 22_050 }: Signal,
  { bufferSize = 2048, hopLength = 512, melBands = 26, nMfcc = 13 }: MeydaParameters = {},
): Record<MeydaFeature, Matrix> {
  checkSamples(y);
  checkCount("hopLength", hopLength);
  if (checkCount("bufferSize", bufferSize, 4) !== 2 ** Math.round(Math.log2(bufferSize))) {
    throw new QuadrantError("bad-argument", `bufferSize = ${bufferSize}, but it must be a power of two`);
  }
  if (checkCount("nMfcc", nMfcc) > checkCount("melBands", melBands)) {
    throw new QuadrantError("bad-argument", `nMfcc = ${nMfcc}, more than the ${melBands} mel bands`);
  }
  // Meyda keeps its settings, and the filters made from them, in one object for all.
  Object.assign(meyda, { bufferSize, sampleRate: sr, melBands, numberOfMFCCCoefficients: nMfcc, chromaBands: 12 });
  Object.assign(meyda, { melFilterBank: undefined, chromaFilterBank: undefined, barkScale: undefined });
  const frames = frameCount(y.length, bufferSize, hopLength, true);
  const columns = Array.from({ length: frames }, (_, t) =>
    frameFeatures(y, t * hopLength - bufferSize / 2, bufferSize),
  );
  return Object.fromEntries(
    MEYDA_FEATURES.map((name) => [name, stack(columns.map((column) => column[name]))]),
  ) as Record<MeydaFeature, Matrix>;
}

function frameFeatures(y: Float32Array, start: number, bufferSize: number): Record<MeydaFeature, readonly number[]> {
  const frame = new Float32Array(bufferSize);
  const from = Math.max(0, start);
  frame.set(y.subarray(from, Math.max(from, start + bufferSize)), from - start);
  const found = meyda.extract([...MEYDA_FEATURES] as MeydaAudioFeature[], frame);
  if (found === null) throw new QuadrantError("bad-argument", "Meyda takes no frame of these samples");
  return Object.fromEntries(
    MEYDA_FEATURES.map((name) => {
      const value = name === "loudness" ? found.loudness?.total : found[name];
      const values = typeof value === "number" ? [value] : (value ?? []);
      return [name, values.map((number) => (Number.isFinite(number) ? number : 0))];
    }),
  ) as Record<MeydaFeature, number[]>;
}

function stack(columns: readonly (readonly number[])[]): Matrix {
  const rows = columns[0]?.length ?? 0;
  const frames = columns.length;
  const data = new Float32Array(rows * frames);
  for (const [t, column] of columns.entries()) {
    for (const [row, value] of column.entries()) data[row * frames + t] = value;
  }
  return { data, shape: [rows, frames] };
}
