import type { Matrix } from "../../arrays";
import { QuadrantError } from "../../errors";
import { delta } from "./delta";
import { featureRowNames } from "./frame-matrix";

/** The statistics of each row, in their order. */
export const STATISTIC_NAMES = ["mean", "std", "min", "max", "median", "skew", "kurtosis"] as const;

/** One row over time, by the name of the statistic. */
export type RowDescription = Readonly<Record<(typeof STATISTIC_NAMES)[number], number>>;

export interface SummaryStatistics {
  /** Such as "chroma_stft_0_mean", "chroma_stft_0_std". */
  readonly names: readonly string[];
  readonly values: Float32Array;
}

/**
 * Seven statistics of each row over time.
 *
 * mean, min, max and median as numpy; std as numpy.std (ddof 0); skew and kurtosis as scipy.stats with their defaults
 * (biased; kurtosis is the excess, 0 for a normal distribution), except that both are 0 for a constant row, where scipy
 * gives NaN. A row counts as constant where its spread is within rounding: std <= 1e-7 of its largest absolute value.
 *
 * @param matrix (rows, frames), at least one frame
 * @param rowNames by default those of `frameMatrix` where the number of rows fits, else "row_0", ...
 *
 * @example
 * const { names, values } = summaryStatistics(frameMatrix(features));
 */
export function summaryStatistics(matrix: Matrix, rowNames?: readonly string[]): SummaryStatistics {
  const [rows, frames] = matrix.shape;
  if (frames === 0) throw new QuadrantError("bad-argument", "the matrix has no frames");
  const labels = rowNames ?? defaultRowNames(rows);
  if (labels.length !== rows) {
    throw new QuadrantError("bad-argument", `there are ${labels.length} names for ${rows} rows`);
  }
  const values = new Float32Array(rows * STATISTIC_NAMES.length);
  for (let row = 0; row < rows; row++) {
    const described = describeRow(matrix.data.slice(row * frames, (row + 1) * frames));
    values.set(
      STATISTIC_NAMES.map((name) => described[name]),
      row * STATISTIC_NAMES.length,
    );
  }
  return { names: labels.flatMap((label) => STATISTIC_NAMES.map((name) => `${label}_${name}`)), values };
}

/**
 * The fuller set: the seven statistics of each row, then the seven of each row's delta (librosa.feature.delta, width 9),
 * named "mfcc_0_delta_mean" and so on.
 *
 * @param matrix (rows, frames), at least nine frames
 *
 * @example
 * const { values } = fullStatistics(frameMatrix(features)); // 204 rows give 2,856 numbers
 */
export function fullStatistics(matrix: Matrix, rowNames?: readonly string[]): SummaryStatistics {
  const labels = rowNames ?? defaultRowNames(matrix.shape[0]);
  const levels = summaryStatistics(matrix, labels);
  const changes = summaryStatistics(
    delta(matrix),
    labels.map((label) => `${label}_delta`),
  );
  const values = new Float32Array(levels.values.length + changes.values.length);
  values.set(levels.values);
  values.set(changes.values, levels.values.length);
  return { names: [...levels.names, ...changes.names], values };
}

function defaultRowNames(rows: number): string[] {
  const names = featureRowNames();
  return names.length === rows ? names : Array.from({ length: rows }, (_, i) => `row_${i}`);
}

/** The statistics of one row, which is sorted in place. */
export function describeRow(values: Float32Array): RowDescription {
  const n = values.length;
  values.sort();
  let sum = 0;
  for (let i = 0; i < n; i++) sum += values[i]!;
  const mean = sum / n;
  let [m2, m3, m4] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const d = values[i]! - mean;
    const square = d * d;
    m2 += square;
    m3 += square * d;
    m4 += square * square;
  }
  m2 /= n;
  m3 /= n;
  m4 /= n;
  const [min, max] = [values[0]!, values[n - 1]!];
  const median = n % 2 === 1 ? values[n >> 1]! : (values[n / 2 - 1]! + values[n / 2]!) / 2;
  const std = Math.sqrt(m2);
  const constant = std <= 1e-7 * Math.max(Math.abs(min), Math.abs(max));
  return {
    mean,
    std,
    min,
    max,
    median,
    skew: constant ? 0 : m3 / (m2 * std),
    kurtosis: constant ? 0 : m4 / (m2 * m2) - 3,
  };
}
