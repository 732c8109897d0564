import assert from "node:assert/strict";
import { test } from "node:test";
import { solveRefined } from "../../../src/classifiers/linear-algebra/solve-refined";
import { MT19937 } from "../../../src/random";
import { closest } from "../goldens";

const SIZE = 12;
const COUNT = 2;
const random = new MT19937(4);
const noise = () => Float64Array.from({ length: SIZE * SIZE }, () => random.normal());
const half = noise();
/** Symmetric and positive definite. */
const A = Float64Array.from({ length: SIZE * SIZE }, (_, at) => {
  const [row, column] = [Math.floor(at / SIZE), at % SIZE];
  let sum = row === column ? 1 : 0;
  for (let k = 0; k < SIZE; k++) sum += half[row * SIZE + k]! * half[column * SIZE + k]!;
  return sum;
});
const times = (x: Float64Array) =>
  x.map((_, at) => {
    const [row, i] = [Math.floor(at / SIZE), at % SIZE];
    let sum = 0;
    for (let k = 0; k < SIZE; k++) sum += A[i * SIZE + k]! * x[row * SIZE + k]!;
    return sum;
  });
const solution = Float64Array.from({ length: COUNT * SIZE }, () => random.normal());
const solved = (approximate: Float64Array) =>
  solveRefined({ approximate, size: SIZE, b: times(solution), count: COUNT, times });

test("a matrix that is right to float32 suffices for the solution to float64's", () => {
  const found = solved(Float64Array.from(Float32Array.from(A, (value) => value * (1 + 1e-6))));
  assert.ok(found);
  closest(found, solution, 1e-9, "solution");
});

test("a matrix that is far from the right one, or not positive definite, is given up", () => {
  assert.equal(solved(A.map((value, at) => (at % (SIZE + 1) === 0 ? value * 3 : value))), undefined);
  assert.equal(solved(A.map((value) => -value)), undefined);
});
