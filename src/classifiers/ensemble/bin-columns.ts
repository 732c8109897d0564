import type { Matrix } from "../../arrays";
import { sortColumns } from "../tree/sorted-columns";

/** Columns as bin numbers, and what the bins mean. */
export interface BinnedColumns {
  readonly rows: number;
  readonly columns: number;
  /** (columns, rows): the bin of each value. */
  readonly bins: Uint8Array;
  /** Upper borders of the bins of each column, the last bin's left out: a value lies in the first bin whose border it does not exceed. */
  readonly thresholds: readonly Float64Array[];
}

/**
 * Sorts the values of each column into at most `maxBins` bins of about equal numbers of rows, as scikit-learn's
 * _BinMapper: where a column has no more distinct values than that, each gets its own bin.
 */
export function binColumns(X: Matrix, maxBins: number): BinnedColumns {
  const { rows, columns, values, order } = sortColumns(X);
  const bins = new Uint8Array(rows * columns);
  const thresholds: Float64Array[] = [];
  for (let column = 0; column < columns; column++) {
    const base = column * rows;
    const own = values.subarray(base, base + rows);
    const borders = bordersOf(own, maxBins);
    thresholds.push(borders);
    for (let at = 0, bin = 0; at < rows; at++) {
      while (bin < borders.length && own[at]! > borders[bin]!) bin++;
      bins[base + order[base + at]!] = bin;
    }
  }
  return { rows, columns, bins, thresholds };
}

/** @param sorted ascending values */
function bordersOf(sorted: Float32Array, maxBins: number): Float64Array {
  const distinct = [sorted[0]!];
  for (let at = 1; at < sorted.length && distinct.length <= maxBins; at++) {
    if (sorted[at] !== distinct.at(-1)) distinct.push(sorted[at]!);
  }
  if (distinct.length <= maxBins) {
    return Float64Array.from(distinct.slice(1), (value, i) => (distinct[i]! + value) / 2);
  }
  const borders: number[] = [];
  for (let i = 1; i < maxBins; i++) {
    const border = percentile(sorted, (i * (100 / maxBins)) / 100);
    if (border !== borders.at(-1)) borders.push(border);
  }
  return Float64Array.from(borders);
}

/** numpy's "averaged_inverted_cdf": the value at share q of the sorted ones, or the mean of two where q falls between them. */
function percentile(sorted: Float32Array, q: number): number {
  const position = sorted.length * q - 1;
  const before = Math.floor(position);
  const value = sorted[Math.max(0, before)]!;
  const next = sorted[Math.min(sorted.length - 1, before + 1)]!;
  return position === before ? next - (next - value) / 2 : next;
}
