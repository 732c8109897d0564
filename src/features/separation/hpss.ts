import type { Matrix } from "../../arrays";
import { QuadrantError } from "../../errors";
import { checkCount } from "../spectrum/spectrum";
import { medianFilter } from "./median-filter";
import { softMask } from "./soft-mask";

/** One value for both parts, or that of the harmonic and that of the percussive one. */
export type ForBoth = number | readonly [harmonic: number, percussive: number];

export interface HpssParameters {
  /** Frames over which the harmonic, and bins over which the percussive part is smoothed; 31 by default. */
  readonly kernelSize?: ForBoth | undefined;
  /** How sharply the parts are told apart; 2 by default, Infinity to give each cell to one of them. */
  readonly power?: number | undefined;
  /** How much stronger than the other a part must be; at least 1 (by default), and above 1 a rest belongs to neither. */
  readonly margin?: ForBoth | undefined;
  /** Whether masks (0 to 1) are given instead of the parts; false by default. */
  readonly mask?: boolean | undefined;
}

/** The parameters with librosa's defaults, each part's own. */
export interface SeparationSettings {
  readonly kernelSize: readonly [harmonic: number, percussive: number];
  readonly margin: readonly [harmonic: number, percussive: number];
  readonly power: number;
}

/** The two directions of magnitudes that lie in one buffer. */
export interface Grid {
  readonly frames: number;
  readonly bins: number;
  /** Places between a cell and the next frame's, and the next bin's. */
  readonly frameStep: number;
  readonly binStep: number;
}

export interface HarmonicAndPercussive {
  readonly harmonic: Matrix;
  readonly percussive: Matrix;
}

/**
 * Parts magnitudes into a harmonic and a percussive share: each (bins, frames).
 *
 * Follows librosa.decompose.hpss 0.11.0 (Fitzgerald 2010; Driedger, Müller and Disch 2014 for the margin): medians over
 * time are what is sustained, medians over frequency what is struck, and a soft mask gives each its share.
 *
 * @param S magnitudes, 0 or more: (bins, frames)
 * @throws QuadrantError "bad-argument" for impossible parameters, negative and non-finite magnitudes
 *
 * @example
 * const { harmonic, percussive } = hpss(magnitudes, { margin: [1, 5] });
 */
export function hpss(S: Matrix, parameters: HpssParameters = {}): HarmonicAndPercussive {
  const settings = checkSeparation(parameters);
  checkMagnitudes(S.data);
  const [bins, frames] = S.shape;
  const medians = mediansOf(S.data, { frames, bins, frameStep: 1, binStep: frames }, settings);
  const part = (own: "harmonic" | "percussive"): Matrix => {
    const mask = maskOf(own, medians, settings);
    return { data: parameters.mask === true ? mask : mask.map((share, i) => share * S.data[i]!), shape: S.shape };
  };
  return { harmonic: part("harmonic"), percussive: part("percussive") };
}

/** What is sustained and what is struck, before either is given its share. */
export interface Medians {
  readonly harmonic: Float32Array;
  readonly percussive: Float32Array;
}

/** The medians over time and over frequency. */
export function mediansOf(magnitude: Float32Array, grid: Grid, { kernelSize }: SeparationSettings): Medians {
  const { frames, bins, frameStep, binStep } = grid;
  const overTime = { lines: bins, lineStep: binStep, length: frames, step: frameStep };
  const overFrequency = { lines: frames, lineStep: frameStep, length: bins, step: binStep };
  return {
    harmonic: medianFilter(magnitude, overTime, kernelSize[0]),
    percussive: medianFilter(magnitude, overFrequency, kernelSize[1]),
  };
}

/** The share of one part in each cell, 0 to 1. */
export function maskOf(
  own: "harmonic" | "percussive",
  { harmonic, percussive }: Medians,
  { margin, power }: SeparationSettings,
): Float32Array {
  // Cells in which there is nothing are split evenly, where the two shares are to add up to everything.
  const share = margin[0] === 1 && margin[1] === 1 ? 0.5 : 0;
  if (own === "harmonic") return softMask(harmonic, percussive, margin[0], power, share);
  return softMask(percussive, harmonic, margin[1], power, share);
}

/** @throws QuadrantError "bad-argument" */
export function checkSeparation({ kernelSize = 31, power = 2, margin = 1 }: HpssParameters): SeparationSettings {
  const sizes = forBoth(kernelSize);
  const margins = forBoth(margin);
  for (const size of sizes) checkCount("kernelSize", size);
  if (!(power > 0)) throw new QuadrantError("bad-argument", `power = ${power}, but it must be above 0`);
  for (const least of margins) {
    if (!(least >= 1)) {
      throw new QuadrantError("bad-argument", `margin = ${least}, but it must be at least 1`, {
        remedy: "Usual are 1 to 10.",
      });
    }
  }
  return { kernelSize: sizes, margin: margins, power };
}

function forBoth(value: ForBoth): readonly [number, number] {
  return typeof value === "number" ? [value, value] : value;
}

function checkMagnitudes(data: Float32Array): void {
  if (data.length === 0) throw new QuadrantError("bad-argument", "S is empty");
  for (let i = 0; i < data.length; i++) {
    if (data[i]! >= 0 && data[i]! < Number.POSITIVE_INFINITY) continue;
    throw new QuadrantError("bad-argument", `S holds ${data[i]}, but magnitudes must be finite and 0 or more`, {
      remedy: "Pass magnitudes, not decibels.",
    });
  }
}
