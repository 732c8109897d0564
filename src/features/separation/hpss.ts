import type { Matrix } from "../../arrays";
import { QuadrantError } from "../../errors";
import { separationMasks } from "../../kernels/separation-masks";
import { checkCount } from "../spectrum/spectrum";
import type { Direction, Masking, WantedMask } from "./masks";

/** What is sustained, or what is struck. */
export type Part = "harmonic" | "percussive";

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
interface SeparationSettings {
  readonly kernelSize: Readonly<Record<Part, number>>;
  readonly margin: Readonly<Record<Part, number>>;
  readonly power: number;
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
  const [rows, columns] = S.shape;
  const wanted = [wantedMask("harmonic", ROWS_OF_BINS, settings), wantedMask("percussive", ROWS_OF_BINS, settings)];
  const masks = separationMasks().masks(S.data, maskingOf(rows, columns, ROWS_OF_BINS, settings), wanted);
  const [harmonic, percussive] = masks.map((mask): Matrix => {
    if (parameters.mask !== true) for (let i = 0; i < mask.length; i++) mask[i]! *= S.data[i]!;
    return { data: mask, shape: S.shape };
  });
  return { harmonic: harmonic!, percussive: percussive! };
}

/** Which way each part is smooth. */
export type Directions = Readonly<Record<Part, Direction>>;
const ROWS_OF_BINS: Directions = { harmonic: "across", percussive: "down" };

/** What masks a matrix of that many rows and columns. */
export function maskingOf(
  rows: number,
  columns: number,
  directions: Directions,
  { kernelSize, margin, power }: SeparationSettings,
): Masking {
  const harmonicDown = directions.harmonic === "down";
  const [down, across] = harmonicDown
    ? [kernelSize.harmonic, kernelSize.percussive]
    : [kernelSize.percussive, kernelSize.harmonic];
  // Cells in which there is nothing are split evenly, where the two shares are to add up to everything.
  const share = margin.harmonic === 1 && margin.percussive === 1 ? 0.5 : 0;
  return { rows, columns, sizes: { down, across }, power, share };
}

export function wantedMask(part: Part, directions: Directions, { margin }: SeparationSettings): WantedMask {
  return { direction: directions[part], margin: margin[part] };
}

/** @throws QuadrantError "bad-argument" */
export function checkSeparation({ kernelSize = 31, power = 2, margin = 1 }: HpssParameters): SeparationSettings {
  const sizes = forBoth(kernelSize);
  const margins = forBoth(margin);
  for (const size of Object.values(sizes)) checkCount("kernelSize", size);
  if (!(power > 0)) throw new QuadrantError("bad-argument", `power = ${power}, but it must be above 0`);
  for (const least of Object.values(margins)) {
    if (!(least >= 1)) {
      throw new QuadrantError("bad-argument", `margin = ${least}, but it must be at least 1`, {
        remedy: "Usual are 1 to 10.",
      });
    }
  }
  return { kernelSize: sizes, margin: margins, power };
}

function forBoth(value: ForBoth): Record<Part, number> {
  const [harmonic, percussive] = typeof value === "number" ? [value, value] : value;
  return { harmonic, percussive };
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
