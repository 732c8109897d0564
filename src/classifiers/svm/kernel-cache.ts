import type { Matrix } from "../../arrays";
import { type KernelFunction, kernelDiagonal, kernelMatrix, kernelRows } from "./kernel-function";

/**
 * Rows of the kernel matrix of X with itself. The whole matrix is computed at once where it fits into the cache;
 * otherwise the rows asked for longest ago make room.
 */
export class KernelCache {
  readonly diagonal: Float64Array;
  private readonly cached = new Map<number, Float32Array>();
  private readonly capacity: number;

  /** @param cacheSize in megabytes of 2^20 bytes */
  constructor(
    private readonly f: KernelFunction,
    private readonly X: Matrix,
    cacheSize: number,
  ) {
    const rows = X.shape[0];
    this.diagonal = kernelDiagonal(f, X);
    this.capacity = Math.max(2, Math.floor((cacheSize * 2 ** 20) / (4 * rows)));
    if (rows > this.capacity) return;
    const whole = kernelMatrix(f, X);
    for (let row = 0; row < rows; row++) this.cached.set(row, whole.subarray(row * rows, (row + 1) * rows));
  }

  row(index: number): Float32Array {
    const known = this.cached.get(index);
    if (this.capacity >= this.X.shape[0]) return known!;
    const row = known ?? new Float32Array(kernelRows(this.f, this.X, index, index + 1, this.X));
    this.cached.delete(index);
    this.cached.set(index, row);
    if (this.cached.size > this.capacity) this.cached.delete(this.cached.keys().next().value!);
    return row;
  }
}
