import type { Matrix } from "../../arrays";
import { QuadrantError } from "../../errors";
import { checkCount, type Signal } from "../spectrum/spectrum";
import { vqtMagnitudes } from "./constant-q";
import type { Intervals } from "./intervals";
import { type FrameNorm, normaliseFrames } from "./normalise-frames";
import { C1, hzToMidi } from "./pitch-scale";

/** What a chroma is computed from: samples, or the magnitudes of a constant-Q transform, (bins, frames). */
export type ConstantQInput = Signal | Matrix;

interface FoldingParameters {
  /** 512 by default; not used with magnitudes. */
  readonly hopLength?: number | undefined;
  /** The lowest filter, in Hz, before tuning; C1, 32.7 Hz, by default. */
  readonly fmin?: number | undefined;
  /** 7 by default; not used with magnitudes. */
  readonly nOctaves?: number | undefined;
  /** Values below it become 0; 0 by default. */
  readonly threshold?: number | undefined;
  /** What is made 1 in every frame; Infinity, the largest value, by default. */
  readonly norm?: FrameNorm | undefined;
}

/** Names, meanings and defaults as librosa.feature.chroma_cqt's. */
export interface ChromaCqtParameters extends FoldingParameters {
  /** Pitch classes in an octave; 12 by default. */
  readonly nChroma?: number | undefined;
  /** A multiple of nChroma; 36 by default. */
  readonly binsPerOctave?: number | undefined;
  /** Deviation from A4 = 440 Hz as a share of a bin of the transform; estimated by default. */
  readonly tuning?: number | null | undefined;
}

/** Names, meanings and defaults as librosa.feature.chroma_vqt's. */
export interface ChromaVqtParameters extends FoldingParameters {
  /** How the octave is divided; librosa has no default; "equal" here. The study uses "ji5". */
  readonly intervals?: Intervals | undefined;
  /** 12 by default; a list of intervals sets it. */
  readonly binsPerOctave?: number | undefined;
  /** Hz added to every bandwidth, null follows hearing; 0 by default. */
  readonly gamma?: number | null | undefined;
}

/**
 * Energy of each pitch class from a constant-Q transform, from C on: (nChroma, frames), 0 to 1; 0 for silence.
 *
 * Follows librosa 0.11.0. In frames that are all but silent the result is that of rounding errors, there and here.
 *
 * @throws QuadrantError "bad-argument" for empty or non-finite samples and impossible parameters
 *
 * @example
 * const chroma = chromaCqt({ y: samples, sr: 22_050 }, { tuning: 0 });
 */
export function chromaCqt(input: ConstantQInput, parameters: ChromaCqtParameters = {}): Matrix {
  const { nChroma = 12, binsPerOctave = 36, nOctaves = 7, fmin, hopLength, tuning = null } = parameters;
  checkCount("nChroma", nChroma);
  checkCount("binsPerOctave", binsPerOctave);
  checkCount("nOctaves", nOctaves);
  if (binsPerOctave % nChroma !== 0) {
    throw new QuadrantError("bad-argument", `binsPerOctave = ${binsPerOctave}, not a multiple of nChroma = ${nChroma}`);
  }
  const C =
    "data" in input
      ? input
      : vqtMagnitudes(input, { hopLength, fmin, nBins: nOctaves * binsPerOctave, binsPerOctave, tuning, gamma: 0 });
  return foldIntoOctave(C, binsPerOctave, nChroma, parameters);
}

/**
 * Energy of each pitch class from a variable-Q transform: (binsPerOctave, frames), 0 to 1; 0 for silence.
 *
 * Follows librosa 0.11.0, which does not estimate the tuning here.
 *
 * @throws QuadrantError "bad-argument" for empty or non-finite samples and impossible parameters
 */
export function chromaVqt(input: ConstantQInput, parameters: ChromaVqtParameters = {}): Matrix {
  const { intervals = "equal", nOctaves = 7, fmin, hopLength, gamma = 0 } = parameters;
  const binsPerOctave = typeof intervals === "string" ? (parameters.binsPerOctave ?? 12) : intervals.length;
  checkCount("binsPerOctave", binsPerOctave);
  checkCount("nOctaves", nOctaves);
  const V =
    "data" in input
      ? input
      : vqtMagnitudes(input, {
          hopLength,
          fmin,
          nBins: nOctaves * binsPerOctave,
          binsPerOctave,
          intervals,
          gamma,
          tuning: 0,
        });
  return foldIntoOctave(V, binsPerOctave, binsPerOctave, parameters);
}

/** Adds up octaves and the bins around each pitch class, as the matrix of librosa.filters.cq_to_chroma does. */
function foldIntoOctave(
  { data, shape: [bins, frames] }: Matrix,
  binsPerOctave: number,
  nChroma: number,
  { fmin = C1, threshold = 0, norm = Number.POSITIVE_INFINITY }: FoldingParameters,
): Matrix {
  const merged = binsPerOctave / nChroma;
  const roll = Math.round(((((hzToMidi(fmin) % 12) + 12) % 12) * nChroma) / 12);
  const chroma = new Float32Array(nChroma * frames);
  const rowsOf = Array.from({ length: nChroma }, (): number[] => []);
  for (let bin = 0; bin < bins; bin++) {
    // A pitch class is the middle of its bins.
    const pitchClass = (Math.floor(((bin + Math.floor(merged / 2)) % binsPerOctave) / merged) + roll) % nChroma;
    rowsOf[pitchClass]!.push(bin * frames);
  }
  const sums = new Float64Array(frames);
  for (const [pitchClass, rows] of rowsOf.entries()) {
    sums.fill(0);
    for (const row of rows) for (let t = 0; t < frames; t++) sums[t]! += data[row + t]!;
    const to = pitchClass * frames;
    for (let t = 0; t < frames; t++) chroma[to + t] = sums[t]! < threshold ? 0 : sums[t]!;
  }
  return normaliseFrames({ data: chroma, shape: [nChroma, frames] }, norm);
}
