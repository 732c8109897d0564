import type { Matrix } from "../../arrays";
import { QuadrantError } from "../../errors";

export interface DeltaParameters {
  /** How many frames the polynomial is fitted to: odd, at least 3; 9 by default. */
  readonly width?: number | undefined;
  /** Which derivative; 1 by default. */
  readonly order?: 1 | 2 | undefined;
}

/**
 * How each row changes over time: (rows, frames), per frame (order 1) or per frame squared (order 2).
 *
 * Follows librosa.feature.delta 0.11.0 with mode "interp", a filter of Savitzky and Golay (1964) whose polynomial has the
 * degree of the derivative: the slope of a straight line, or the curvature of a parabola, fitted to `width` frames around
 * each. Within half a width of the ends it is that of the first and of the last `width` frames.
 *
 * @throws QuadrantError "bad-argument" when width is not odd, below 3, or more than there are frames
 *
 * @example
 * const change = delta(mfcc({ y, sr }));
 */
export function delta({ data, shape }: Matrix, { width = 9, order = 1 }: DeltaParameters = {}): Matrix {
  const [rows, frames] = shape;
  if (!Number.isInteger(width) || width < 3 || width % 2 === 0) {
    throw new QuadrantError("bad-argument", `width = ${width}, but it must be an odd number of at least 3`);
  }
  if (width > frames) {
    throw new QuadrantError("bad-argument", `width = ${width}, more than the ${frames} frames there are`, {
      remedy: "Use a longer clip or a narrower width.",
    });
  }
  const half = (width - 1) / 2;
  const weights = derivativeWeights(half, order);
  const changes = new Float32Array(data.length);
  for (let start = 0; start < rows * frames; start += frames) {
    for (let t = half; t < frames - half; t++) {
      let sum = 0;
      for (let i = 0; i < width; i++) sum += weights[i]! * data[start + t - half + i]!;
      changes[start + t] = sum;
    }
    // The derivative of a polynomial of its own degree is the same everywhere.
    changes.fill(changes[start + half]!, start, start + half);
    changes.fill(changes[start + frames - half - 1]!, start + frames - half, start + frames);
  }
  return { data: changes, shape };
}

/** Least squares against the orthogonal polynomial i or i^2 - mean(i^2) over -half to half. */
function derivativeWeights(half: number, order: 1 | 2): Float64Array {
  const steps = Float64Array.from({ length: 2 * half + 1 }, (_, i) => i - half);
  const meanSquare = steps.reduce((sum, step) => sum + step * step, 0) / steps.length;
  const polynomial = order === 1 ? steps : steps.map((step) => step * step - meanSquare);
  const norm = polynomial.reduce((sum, value) => sum + value * value, 0);
  return polynomial.map((value) => (order * value) / norm);
}
