import type { Matrix } from "../../arrays";
import { matrixProduct } from "../../kernels/matrix-product";
import type { EncodedLabels } from "../classifier";
import { cholesky, solveLower, solveUpper } from "../linear-algebra/cholesky";
import { combineRows } from "../linear-algebra/row-space";
import { symmetricEigen } from "../linear-algebra/symmetric-eigen";
import { deviations } from "./class-moments";

/** A map of the columns after which the rows vary within their classes by 1 in every direction that has any variance. */
interface Whitening {
  readonly rank: number;
  /** The class means less the mean of all, whitened: (classes, rank). */
  readonly means: Float64Array;
  /** The transposed map: whitened directions (count, rank) as weights of the columns (count, columns). */
  directions(whitened: Float64Array, count: number): Float64Array;
}

export interface ClassCentres extends EncodedLabels {
  /** (classes, columns). */
  readonly means: Float64Array;
  /** Weighted by the priors. */
  readonly overall: Float64Array;
}

/**
 * As scikit-learn's solver "svd": columns scaled by their deviation within the classes, then the singular vectors whose
 * values are above `tol`. With more rows than columns by way of the covariance; where nothing falls below `tol` its
 * Cholesky factor serves as well. With more columns than rows by way of the Gram matrix.
 */
export function whitening(X: Matrix, centres: ClassCentres, tol: number): Whitening {
  return X.shape[1] > X.shape[0] ? whitenByRows(X, centres, tol) : whitenByColumns(X, centres, tol);
}

function whitenByColumns(X: Matrix, { codes, counts, means, overall }: ClassCentres, tol: number): Whitening {
  const [rows, columns] = X.shape;
  const classes = counts.length;
  const centred = new Float64Array(X.data.length);
  for (let row = 0, at = 0; row < rows; row++) {
    for (let column = 0, mean = codes[row]! * columns; column < columns; column++, at++, mean++) {
      centred[at] = X.data[at]! - means[mean]!;
    }
  }
  const scale = deviations(centred, columns);
  const factor = scale.map((deviation) => 1 / deviation);
  const scatter = matrixProduct().gram({ data: centred, shape: X.shape }, { transposeA: true, factor });
  for (let i = 0; i < scatter.length; i++) scatter[i]! /= rows - classes;
  const away = means.map((value, i) => (value - overall[i % columns]!) / scale[i % columns]!);
  const unscale = (directions: Float64Array) => directions.map((value, i) => value / scale[i % columns]!);
  const L = exceeds(scatter, columns, tol * tol) ? cholesky(scatter, columns) : undefined;
  if (L !== undefined) {
    solveLower(L, columns, away, classes);
    return {
      rank: columns,
      means: away,
      directions(whitened, count) {
        const solved = whitened.slice();
        solveUpper(L, columns, solved, count);
        return unscale(solved);
      },
    };
  }
  const { values, vectors } = symmetricEigen(scatter, columns);
  const rank = values.filter((value) => value > tol * tol).length;
  const map = vectors.slice(0, rank * columns).map((value, i) => value / Math.sqrt(values[Math.floor(i / columns)]!));
  const operand = { data: map, shape: [rank, columns] } as const;
  return {
    rank,
    means: matrixProduct().multiply({ data: away, shape: [classes, columns] }, operand, { transposeB: true }),
    directions: (whitened, count) =>
      unscale(matrixProduct().multiply({ data: whitened, shape: [count, rank] }, operand)),
  };
}

/** Whether all eigenvalues are above the bound: then what is left less the bound still has a Cholesky factor. */
function exceeds(A: Float64Array, size: number, bound: number): boolean {
  const less = A.slice();
  for (let i = 0; i < size; i++) less[i * size + i]! -= bound;
  return cholesky(less, size) !== undefined;
}

function whitenByRows(X: Matrix, centres: ClassCentres, tol: number): Whitening {
  const { codes, counts, overall } = centres;
  const [rows, columns] = X.shape;
  const classes = counts.length;
  const factor = withinDeviations(X, centres).map((deviation) => 1 / (deviation * Math.sqrt(rows - classes)));
  const G = matrixProduct().gram(X, { shift: overall, factor });
  const within = centreByClass(G, codes, counts);
  const { values, vectors } = symmetricEigen(within, rows);
  const rank = values.filter((value) => value > tol * tol).length;
  // The class means, in terms of the rows: averages of each class, less the average of all by priors, which is 0 here.
  const averages = new Float64Array(classes * rows);
  codes.forEach((code, row) => {
    averages[code * rows + row] = 1 / counts[code]!;
  });
  const product = matrixProduct();
  const ofRows = product.multiply({ data: averages, shape: [classes, rows] }, { data: G, shape: [rows, rows] });
  // Right of it the rows less their class mean, then the singular vectors, each over its value.
  for (let k = 0; k < classes; k++) subtractClassMeans(ofRows.subarray(k * rows, (k + 1) * rows), codes, counts);
  const singular = vectors.slice(0, rank * rows);
  const means = product.multiply(
    { data: ofRows, shape: [classes, rows] },
    { data: singular, shape: [rank, rows] },
    { transposeB: true },
  );
  for (let i = 0; i < means.length; i++) means[i]! *= Math.sqrt(rows - classes) / values[i % rank]!;
  return {
    rank,
    means,
    directions(whitened, count) {
      const scaled = whitened.map((value, i) => value / values[i % rank]!);
      const rowsOf = product.multiply({ data: scaled, shape: [count, rank] }, { data: singular, shape: [rank, rows] });
      for (let k = 0; k < count; k++) subtractClassMeans(rowsOf.subarray(k * rows, (k + 1) * rows), codes, counts);
      const combined = combineRows(rowsOf, count, X, undefined, columns);
      // X - mean, times the factor, over the deviation, which is the factor once more.
      const root = Math.sqrt(rows - classes);
      for (let i = 0; i < combined.length; i++) combined[i]! *= factor[i % columns]! * factor[i % columns]! * root;
      return combined;
    },
  };
}

/** Deviation of each column within the classes, 1 where there is none, without a copy of X. */
function withinDeviations(X: Matrix, { codes, means }: ClassCentres): Float64Array {
  const [rows, columns] = X.shape;
  const squares = new Float64Array(columns);
  for (let row = 0, at = 0; row < rows; row++) {
    for (let column = 0, mean = codes[row]! * columns; column < columns; column++, at++, mean++) {
      const difference = X.data[at]! - means[mean]!;
      squares[column]! += difference * difference;
    }
  }
  return squares.map((sum) => (sum > 0 ? Math.sqrt(sum / rows) : 1));
}

/** The Gram matrix of rows less their class means. */
function centreByClass(G: Float64Array, codes: Int32Array, counts: Int32Array): Float64Array {
  const rows = codes.length;
  const centred = G.slice();
  for (let row = 0; row < rows; row++)
    subtractClassMeans(centred.subarray(row * rows, (row + 1) * rows), codes, counts);
  // Symmetric before, it is centred the other way by the same on its transpose.
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < i; j++) {
      const swapped = centred[i * rows + j]!;
      centred[i * rows + j] = centred[j * rows + i]!;
      centred[j * rows + i] = swapped;
    }
  }
  for (let row = 0; row < rows; row++)
    subtractClassMeans(centred.subarray(row * rows, (row + 1) * rows), codes, counts);
  return centred;
}

function subtractClassMeans(values: Float64Array, codes: Int32Array, counts: Int32Array): void {
  const means = new Float64Array(counts.length);
  for (let i = 0; i < values.length; i++) means[codes[i]!]! += values[i]! / counts[codes[i]!]!;
  for (let i = 0; i < values.length; i++) values[i]! -= means[codes[i]!]!;
}
