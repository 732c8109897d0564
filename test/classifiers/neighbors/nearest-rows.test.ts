import assert from "node:assert/strict";
import { test } from "node:test";
import type { Matrix } from "../../../src/arrays";
import { NearestHeap } from "../../../src/classifiers/neighbors/nearest-heap";
import { nearestRows } from "../../../src/classifiers/neighbors/nearest-rows";
import { MT19937 } from "../../../src/random";

const random = new MT19937(5);
const draws: Record<string, () => number> = {
  "all over the place": () => random.random() - 0.5,
  "so far out that float32 products cannot tell them apart": () => 1000 + random.random(),
  "on a grid, where most distances occur many times": () => Math.floor(3 * random.random()),
  "too small for float32 products": () => 1e-25 * random.random(),
  "too large for float32 products": () => 1e25 * (random.random() - 0.5),
};

function make(rows: number, columns: number, draw: () => number): Matrix {
  return { data: Float32Array.from({ length: rows * columns }, draw), shape: [rows, columns] };
}

/** All distances in float64, in turn, as scikit-learn's heap sees them. */
function inTurn(X: Matrix, train: Matrix, count: number): Int32Array {
  const columns = X.shape[1];
  const inner = (A: Matrix, row: number, B: Matrix, other: number) => {
    let sum = 0;
    for (let i = 0; i < columns; i++) sum += A.data[row * columns + i]! * B.data[other * columns + i]!;
    return sum;
  };
  const indices = new Int32Array(X.shape[0] * count);
  const heap = new NearestHeap(count);
  for (let row = 0; row < X.shape[0]; row++) {
    heap.clear();
    for (let other = 0; other < train.shape[0]; other++) {
      const square = inner(X, row, X, row) - 2 * inner(X, row, train, other) + inner(train, other, train, other);
      heap.push(Math.max(0, square), other);
    }
    heap.write(new Float64Array(indices.length), indices, row * count);
  }
  return indices;
}

for (const [what, draw] of Object.entries(draws)) {
  test(`candidates by float32 are float64's neighbours, in turn: rows ${what}`, () => {
    for (const [rows, columns, count] of [
      [400, 3, 7],
      [300, 70, 5],
      [60, 20, 60],
    ] as const) {
      const train = make(rows, columns, draw);
      train.data.copyWithin(40 * columns, 0, 15 * columns);
      const X = make(90, columns, draw);
      assert.deepEqual(nearestRows(X, train, count).indices, inTurn(X, train, count), `${rows} x ${columns}`);
    }
  });
}

test("after a panel whose rows float32 could not tell apart the next ones are looked at all the same", () => {
  const train = make(50, 2, draws["on a grid, where most distances occur many times"]!);
  const X = make(1100, 2, () => random.random());
  X.data.fill(1, 0, 2 * 1024);
  assert.deepEqual(nearestRows(X, train, 3).indices, inTurn(X, train, 3));
});
