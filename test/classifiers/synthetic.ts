import type { Matrix } from "../../src/arrays";
import { MT19937 } from "../../src/random";

/** What test/golden/make-ensemble.py's synthetic() takes. */
export interface SyntheticData {
  readonly seed: number;
  readonly rows: number;
  readonly columns: number;
  readonly classes: number;
  readonly step: number;
  readonly grid: number;
}

export interface Split {
  readonly X: Matrix;
  readonly y: Int32Array;
  readonly T: Matrix;
  readonly truth: Int32Array;
}

/** The data of make-ensemble.py, bit for bit: clouds of rows, one row in three for testing. */
export function synthetic({ seed, rows, columns, classes, step, grid }: SyntheticData): Split {
  const random = new MT19937(seed);
  const centres = Float64Array.from({ length: classes * columns }, () => random.random() - 0.5);
  const values = Float32Array.from({ length: rows * columns }, (_, at) => {
    const label = Math.floor(at / columns) % classes;
    const noise = random.random() + random.random() + random.random() - 1.5;
    const value = noise + step * centres[label * columns + (at % columns)]!;
    return grid > 0 ? Math.floor(value * grid) / grid : value;
  });
  const names = Array.from({ length: classes }, (_, label) => label);
  random.shuffle(names);
  const labels = Int32Array.from({ length: rows }, (_, row) => {
    const wrong = random.random() < 0.1 ? 1 : 0;
    return names[((row % classes) + wrong) % classes]!;
  });
  const pick = (wanted: (row: number) => boolean): { X: Matrix; y: Int32Array } => {
    const picked = [...labels.keys()].filter(wanted);
    return {
      X: takeRows({ data: values, shape: [rows, columns] }, picked),
      y: Int32Array.from(picked, (r) => labels[r]!),
    };
  };
  const train = pick((row) => row % 3 !== 2);
  const test = pick((row) => row % 3 === 2);
  return { X: train.X, y: train.y, T: test.X, truth: test.y };
}

/** Some rows of a matrix. */
export function takeRows({ data, shape: [, columns] }: Matrix, rows: readonly number[]): Matrix {
  const taken = new Float32Array(rows.length * columns);
  rows.forEach((row, i) => {
    taken.set(data.subarray(row * columns, (row + 1) * columns), i * columns);
  });
  return { data: taken, shape: [rows.length, columns] };
}

/** Share of equal labels. */
export function accuracy(predicted: ArrayLike<number>, truth: ArrayLike<number>): number {
  return Array.from(truth).filter((label, i) => predicted[i] === label).length / truth.length;
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
