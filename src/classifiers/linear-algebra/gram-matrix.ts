import type { Matrix } from "../../arrays";
import { matrixProduct } from "../../kernels/matrix-product";

/**
 * The inner product of each row with each row, (rows, rows): with hundreds of rows and hundreds of thousands of columns
 * it is all that SVC({ kernel: "precomputed" }) needs to know. The linear models take it by themselves.
 *
 * @example
 * new SVC({ kernel: "precomputed" }).fit(gramMatrix(X), y);
 */
export function gramMatrix(X: Matrix): Matrix {
  return { data: Float32Array.from(matrixProduct().gram(X)), shape: [X.shape[0], X.shape[0]] };
}
