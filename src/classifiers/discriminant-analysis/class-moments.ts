import type { Matrix } from "../../arrays";
import { QuadrantError } from "../../errors";
import { matrixProduct } from "../../kernels/matrix-product";
import type { EncodedLabels } from "../classifier";

/** How a covariance is drawn towards a multiple of the identity: by this part, or as Ledoit and Wolf (2004) find best. */
export type Shrinkage = "auto" | number | null;

/** @throws QuadrantError "bad-argument" for a number outside 0 to 1 */
export function checkShrinkage(shrinkage: Shrinkage): void {
  if (typeof shrinkage === "number" && !(shrinkage >= 0 && shrinkage <= 1)) {
    throw new QuadrantError("bad-argument", `shrinkage = ${shrinkage}: a number from 0 to 1, "auto" or null is needed`);
  }
}

/** Of each class, as given or as they occur. @throws QuadrantError "bad-argument" for others than parts of 1 */
export function priorsOf(priors: readonly number[] | null, { classes, counts, codes }: EncodedLabels): Float64Array {
  if (priors === null) return Float64Array.from(counts, (count) => count / codes.length);
  const sum = priors.reduce((a, b) => a + b, 0);
  if (priors.length !== classes.length || priors.some((prior) => !(prior >= 0)) || !(sum > 0)) {
    throw new QuadrantError("bad-argument", `priors = [${priors}] for the classes ${[...classes]}`, {
      remedy: "Give one number of at least 0 for each class that occurs.",
    });
  }
  return Float64Array.from(priors, (prior) => prior / sum);
}

/** The mean row of each class, (classes, columns). */
export function classMeans(X: Matrix, { codes, counts }: EncodedLabels): Float64Array {
  const columns = X.shape[1];
  const means = new Float64Array(counts.length * columns);
  codes.forEach((code, row) => {
    for (let column = 0; column < columns; column++) {
      means[code * columns + column]! += X.data[row * columns + column]!;
    }
  });
  for (let i = 0; i < means.length; i++) means[i]! /= counts[Math.floor(i / columns)]!;
  return means;
}

/** The rows of one class less their mean, in float64. */
export function centredRows(X: Matrix, codes: Int32Array, code: number, means: Float64Array): Float64Array {
  const columns = X.shape[1];
  const rows: number[] = [];
  codes.forEach((of, row) => {
    if (of === code) rows.push(row);
  });
  const centred = new Float64Array(rows.length * columns);
  rows.forEach((row, i) => {
    for (let column = 0; column < columns; column++) {
      centred[i * columns + column] = X.data[row * columns + column]! - means[code * columns + column]!;
    }
  });
  return centred;
}

/**
 * The covariance of centred rows (N in the denominator), shrunk.
 *
 * @param centred (rows, columns)
 * @returns (columns, columns)
 */
export function covariance(centred: Float64Array, columns: number, shrinkage: Shrinkage): Float64Array {
  const rows = centred.length / columns;
  if (shrinkage === "auto") return ledoitWolf(centred, columns);
  const C = matrixProduct().gram({ data: centred, shape: [rows, columns] }, { transposeA: true });
  for (let i = 0; i < C.length; i++) C[i]! /= rows;
  if (shrinkage !== null) shrink(C, columns, shrinkage);
  return C;
}

function shrink(C: Float64Array, columns: number, part: number): void {
  const mu = trace(C, columns) / columns;
  for (let i = 0; i < C.length; i++) C[i]! *= 1 - part;
  for (let i = 0; i < columns; i++) C[i * columns + i]! += part * mu;
}

function trace(C: Float64Array, columns: number): number {
  let sum = 0;
  for (let i = 0; i < columns; i++) sum += C[i * columns + i]!;
  return sum;
}

/** Ledoit and Wolf's shrinkage of standardised columns, scaled back, as scikit-learn's discriminant analysis does it. */
function ledoitWolf(centred: Float64Array, columns: number): Float64Array {
  const rows = centred.length / columns;
  const scale = deviations(centred, columns);
  const data = centred.map((value, i) => value / scale[i % columns]!);
  const C = matrixProduct().gram({ data, shape: [rows, columns] }, { transposeA: true });
  for (let i = 0; i < C.length; i++) C[i]! /= rows;
  // A single column has nothing to be shrunk towards.
  if (columns > 1) shrink(C, columns, ledoitWolfShrinkage(data, C, columns));
  return C.map((value, i) => value * scale[i % columns]! * scale[Math.floor(i / columns)]!);
}

/** Ledoit and Wolf 2004, "A well-conditioned estimator for large-dimensional covariance matrices". */
function ledoitWolfShrinkage(data: Float64Array, C: Float64Array, columns: number): number {
  const rows = data.length / columns;
  const mu = trace(C, columns) / columns;
  const squares = C.reduce((sum, value) => sum + value * value, 0);
  let fourth = 0;
  for (let row = 0; row < rows; row++) {
    let length = 0;
    for (let at = row * columns; at < (row + 1) * columns; at++) length += data[at]! * data[at]!;
    fourth += length * length;
  }
  const beta = (fourth / rows - squares) / (columns * rows);
  const delta = (squares - 2 * mu * trace(C, columns) + columns * mu * mu) / columns;
  const least = Math.min(beta, delta);
  return least === 0 ? 0 : least / delta;
}

/** Standard deviations of centred columns, 1 for constant ones. */
export function deviations(centred: Float64Array, columns: number): Float64Array {
  const squares = new Float64Array(columns);
  for (let at = 0; at < centred.length; ) {
    for (let column = 0; column < columns; column++, at++) squares[column]! += centred[at]! * centred[at]!;
  }
  return squares.map((sum) => (sum > 0 ? Math.sqrt(sum / (centred.length / columns)) : 1));
}
