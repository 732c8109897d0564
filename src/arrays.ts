/**
 * The one shape in which numbers cross a folder's border: a flat row-major buffer and its dimensions.
 */
export interface NdArray {
  /** Row-major: the last dimension varies fastest. */
  readonly data: Float32Array;
  readonly shape: readonly number[];
}

/** A two-dimensional array: (rows, columns). For features that is (feature rows, frames), as in librosa. */
export interface Matrix extends NdArray {
  readonly shape: readonly [rows: number, columns: number];
}
