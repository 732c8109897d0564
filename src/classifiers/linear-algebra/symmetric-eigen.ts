import { type Eigen, symmetricEigenKernel } from "../../kernels/symmetric-eigen";

/**
 * Eigenvalues and vectors of a symmetric matrix.
 *
 * @param A size x size, row-major; left alone
 */
export function symmetricEigen(A: Float64Array, size: number): Eigen {
  return symmetricEigenKernel()(A, size);
}
