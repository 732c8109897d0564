import type { Matrix } from "../arrays";
import type { FeatureName } from "../features";
import { frameMatrix } from "../features";
import type { Window } from "./windows";

/** What is known of a row in a window, in this order. */
export const WINDOW_STATISTICS = ["mean", "std"] as const;

/**
 * Mean and standard deviation (ddof 0) of every feature row in each window.
 *
 * @param features each (rows, frames), as extractFeatures gives them
 * @param names which of them, in which order
 * @param framesPerSecond sr / hopLength
 * @param windows in seconds from the first frame
 * @returns (windows, 2 x rows): of each row its mean, then its deviation
 */
export function windowStatistics(
  features: Readonly<Record<string, Matrix>>,
  names: readonly FeatureName[],
  framesPerSecond: number,
  windows: readonly Window[],
): Matrix {
  const {
    data,
    shape: [rows, frames],
  } = frameMatrix(features, undefined, names);
  const columns = rows * WINDOW_STATISTICS.length;
  const statistics = new Float32Array(windows.length * columns);
  for (const [i, { start, end }] of windows.entries()) {
    const first = Math.min(frames - 1, Math.round(start * framesPerSecond));
    const last = Math.min(frames, Math.max(first + 1, Math.round(end * framesPerSecond)));
    for (let row = 0; row < rows; row++) {
      const { mean, std } = describe(data.subarray(row * frames + first, row * frames + last));
      statistics[i * columns + 2 * row] = mean;
      statistics[i * columns + 2 * row + 1] = std;
    }
  }
  return { data: statistics, shape: [windows.length, columns] };
}

function describe(values: Float32Array): { mean: number; std: number } {
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / values.length;
  let squares = 0;
  for (const value of values) squares += (value - mean) ** 2;
  return { mean, std: Math.sqrt(squares / values.length) };
}
