import type { Matrix } from "../../arrays";
import { QuadrantError } from "../../errors";
import { checkColumns, checkFit, type Transformer } from "../classifier";
import { Model } from "../model";
import { needWhole } from "../need-whole";
import { bestColumns, takeColumns } from "./take-columns";

export interface ReliefFOptions {
  /** How many columns transform keeps. */
  readonly nFeaturesToSelect?: number;
  /** Nearest neighbours of each class that a row is compared with; fewer where a class has fewer. */
  readonly nNeighbors?: number;
}

interface Learnt {
  readonly featureImportances: Float64Array;
  readonly support: Int32Array;
}

/**
 * ReliefF (Robnik-Sikonja and Kononenko 2003, figure 2) over all rows: a column gains where a row differs from its
 * nearest rows of other classes, each class weighted by its share, and loses where it differs from its nearest of its
 * own. Differences are parts of the column's range; distances are their sums; of equal ones the earlier row is nearer.
 */
export class ReliefF extends Model<Required<ReliefFOptions>, Learnt> implements Transformer {
  constructor({ nFeaturesToSelect = 10, nNeighbors = 10 }: ReliefFOptions = {}) {
    needWhole("nFeaturesToSelect", nFeaturesToSelect, 1);
    needWhole("nNeighbors", nNeighbors, 1);
    super({ nFeaturesToSelect, nNeighbors });
  }

  /** Of each column, -1 to 1. */
  get featureImportances(): Float64Array {
    return this.fitted().featureImportances;
  }

  fit(X: Matrix, y?: ArrayLike<number>): this {
    if (y === undefined) {
      throw new QuadrantError("bad-argument", "ReliefF needs labels", { remedy: "Call fit(X, y)." });
    }
    const { codes, counts } = checkFit(X, y, "ReliefF");
    const { nFeaturesToSelect, nNeighbors } = this.options;
    const [rows, columns] = X.shape;
    if (nFeaturesToSelect > columns) {
      throw new QuadrantError("bad-argument", `ReliefF: ${nFeaturesToSelect} of ${columns} columns`, {
        remedy: `Ask for at most ${columns}.`,
      });
    }
    const parts = partsOfRange(X);
    const weights = new Float64Array(columns);
    const distances = new Float64Array(rows);
    for (let row = 0; row < rows; row++) {
      distancesFrom(parts, row, columns, distances);
      const own = codes[row]!;
      counts.forEach((count, code) => {
        const neighbours = nearest(distances, codes, code, row, nNeighbors);
        if (neighbours.length === 0) return;
        const share = code === own ? -1 : count / (rows - counts[own]!);
        const factor = share / (rows * neighbours.length);
        for (const neighbour of neighbours) addDifferences(parts, row, neighbour, columns, factor, weights);
      });
    }
    this.learnt = { featureImportances: weights, support: bestColumns(weights, nFeaturesToSelect) };
    return this;
  }

  transform(X: Matrix): Matrix {
    const { featureImportances, support } = this.fitted();
    checkColumns(X, featureImportances.length, "ReliefF");
    return takeColumns(X, support);
  }
}

/** Each column from 0 to 1; a constant one 0. */
function partsOfRange({ data, shape: [rows, columns] }: Matrix): Float64Array {
  const lows = new Float64Array(columns).fill(Number.POSITIVE_INFINITY);
  const highs = new Float64Array(columns).fill(Number.NEGATIVE_INFINITY);
  for (let row = 0, at = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, at++) {
      lows[column] = Math.min(lows[column]!, data[at]!);
      highs[column] = Math.max(highs[column]!, data[at]!);
    }
  }
  return Float64Array.from(data, (value, i) => {
    const [low, high] = [lows[i % columns]!, highs[i % columns]!];
    return high > low ? (value - low) / (high - low) : 0;
  });
}

function distancesFrom(parts: Float64Array, row: number, columns: number, distances: Float64Array): void {
  for (let other = 0, at = 0; other < distances.length; other++) {
    let sum = 0;
    for (let column = 0, here = row * columns; column < columns; column++, at++, here++) {
      sum += Math.abs(parts[at]! - parts[here]!);
    }
    distances[other] = sum;
  }
}

/** The rows of a class that are nearest, the row itself left out. */
function nearest(distances: Float64Array, codes: Int32Array, code: number, row: number, count: number): number[] {
  const found: number[] = [];
  codes.forEach((of, other) => {
    if (of === code && other !== row) found.push(other);
  });
  return found.sort((a, b) => distances[a]! - distances[b]! || a - b).slice(0, count);
}

function addDifferences(
  parts: Float64Array,
  row: number,
  neighbour: number,
  columns: number,
  factor: number,
  weights: Float64Array,
): void {
  for (let column = 0; column < columns; column++) {
    weights[column]! += factor * Math.abs(parts[row * columns + column]! - parts[neighbour * columns + column]!);
  }
}
