import type { Matrix } from "../../arrays";
import { QuadrantError } from "../../errors";
import type { FeatureName } from "../../features";
import { frameMatrix } from "../../features/extraction/frame-matrix";

/** How the frames of a clip become the steps of a sequence. */
export interface ClipLayout {
  /** Stacked in this order. */
  readonly features: readonly FeatureName[];
  /** Frames of each clip: longer ones are cut, shorter ones padded. */
  readonly frames: number;
  /** Equal stretches of time that the frames are averaged over; as many as frames where nothing is averaged. */
  readonly steps: number;
  /**
   * What becomes of the frames that a clip has not. "masked": they are no part of it; steps without a frame are 0 when all
   * is scaled, and the lengths tell of them. "raw": they are frames of 0, before anything is scaled, as in the study.
   */
  readonly padding: "masked" | "raw";
}

/** Mean and standard deviation of each row, or one of all. */
export interface Scaling {
  readonly mean: ArrayLike<number>;
  readonly scale: ArrayLike<number>;
}

/** Rows of a block that are turned at a time, so that what is written stays near. */
const BLOCK = 16;

/** Steps of a clip of so many frames that are no padding. */
export function stepsOf(found: number, { frames, steps, padding }: ClipLayout): number {
  if (padding === "raw" || found >= frames) return steps;
  return Math.ceil((found * steps) / frames);
}

/**
 * The steps of a clip, not yet scaled.
 *
 * @param found each (rows, frames)
 * @returns (rows, steps that are no padding)
 */
export function stackSteps(found: Readonly<Record<string, Matrix>>, layout: ClipLayout): Matrix {
  const { features, frames, steps, padding } = layout;
  const all = frameMatrix(found, undefined, features);
  const kept = padding === "raw" ? frames : Math.min(all.shape[1], frames);
  const stacked = kept === all.shape[1] ? all : frameMatrix(found, kept, features);
  if (steps === frames) return stacked;
  const [rows] = stacked.shape;
  const length = stepsOf(kept, layout);
  const data = new Float32Array(rows * length);
  for (let step = 0; step < length; step++) {
    const from = Math.floor((step * frames) / steps);
    const to = Math.min(kept, Math.floor(((step + 1) * frames) / steps));
    for (let row = 0; row < rows; row++) {
      let sum = 0;
      for (let frame = from; frame < to; frame++) sum += stacked.data[row * kept + frame]!;
      data[row * length + step] = sum / (to - from);
    }
  }
  return { data, shape: [rows, length] };
}

/**
 * Writes steps time-major and scaled; what lies beyond them becomes 0.
 *
 * @param into (steps of the layout, rows)
 */
export function writeSteps({ data, shape }: Matrix, scaling: Scaling | undefined, into: Float32Array): void {
  const [rows, length] = shape;
  const [mean, scale] = [rowValues(scaling?.mean, rows, 0), rowValues(scaling?.scale, rows, 1)];
  for (let from = 0; from < rows; from += BLOCK) {
    const to = Math.min(rows, from + BLOCK);
    for (let step = 0; step < length; step++) {
      for (let row = from; row < to; row++) {
        into[step * rows + row] = (data[row * length + step]! - mean[row]!) / scale[row]!;
      }
    }
  }
  into.fill(0, rows * length);
}

function rowValues(given: ArrayLike<number> | undefined, rows: number, otherwise: number): Float64Array {
  if (given === undefined || given.length === 1) return new Float64Array(rows).fill(given?.[0] ?? otherwise);
  return Float64Array.from(given);
}

/** @throws QuadrantError "bad-argument" for numbers that cannot be */
export function checkLayout({ features, frames, steps }: ClipLayout): void {
  if (features.length === 0) throw new QuadrantError("bad-argument", "a source of no features");
  for (const [name, value, most] of [
    ["frames", frames, Number.MAX_SAFE_INTEGER],
    ["steps", steps, frames],
  ] as const) {
    if (Number.isInteger(value) && value >= 1 && value <= most) continue;
    throw new QuadrantError("bad-argument", `${name} is ${value}, not a whole number from 1 to ${most}`);
  }
}
