/**
 * Eigenvalues and vectors of a symmetric matrix in float64: Householder's reduction to a tridiagonal matrix, then
 * implicit QL, as ../symmetric-eigen.ts has them in plain TypeScript. What is different is the way through memory.
 *
 * The matrix is square with rows of `stride` bytes, a multiple of 32; beyond its columns it is 0. Vectors of its size are
 * as long as a row. The eigenvectors lie in panels of 16 columns: in each, row after row of 128 bytes, so that a panel
 * stays in the second cache while many steps pass over it. Pointers are in bytes.
 */
export { tridiagonalise } from "./symmetric-eigen/tridiagonalise";
export { formPanels } from "./symmetric-eigen/form-panels";
export { implicitQl } from "./symmetric-eigen/implicit-ql";
