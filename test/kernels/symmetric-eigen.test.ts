import assert from "node:assert/strict";
import { test } from "node:test";
import { kernelState } from "../../src/kernels";
import { symmetricEigenKernel } from "../../src/kernels/symmetric-eigen";
import { MT19937 } from "../../src/random";

/** Of the largest value: rounding, which grows with the size. */
const TOLERANCE = 1e-14;

/** The largest errors of A v = value v, relative to the largest value, and of v v' = 1. */
function errorsOf(A: Float64Array, size: number): { residual: number; angle: number; values: Float64Array } {
  const { values, vectors } = symmetricEigenKernel()(A, size);
  const scale = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
  let [residual, angle] = [0, 0];
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      let [image, inner] = [0, 0];
      for (let k = 0; k < size; k++) {
        image += A[j * size + k]! * vectors[i * size + k]!;
        inner += vectors[i * size + k]! * vectors[j * size + k]!;
      }
      residual = Math.max(residual, Math.abs(image - values[i]! * vectors[i * size + j]!) / scale);
      angle = Math.max(angle, Math.abs(inner - Number(i === j)));
    }
  }
  return { residual, angle, values };
}

function symmetric(size: number, value: (row: number, column: number) => number): Float64Array {
  return Float64Array.from({ length: size * size }, (_, i) => {
    const [row, column] = [Math.floor(i / size), i % size];
    return value(Math.min(row, column), Math.max(row, column));
  });
}

const random = new MT19937(5);
const MATRICES: readonly [name: string, size: number, A: Float64Array][] = [
  ...[1, 2, 5, 16, 17, 63, 130].map((size): [string, number, Float64Array] => {
    const values = Float64Array.from({ length: size * size }, () => random.random() - 0.5);
    return [`random, ${size}`, size, symmetric(size, (row, column) => values[row * size + column]!)];
  }),
  ["zeros", 20, new Float64Array(400)],
  ["diagonal", 20, symmetric(20, (row, column) => (row === column ? row % 3 : 0))],
  ["one value 39 times", 40, symmetric(40, (row, column) => Number(row === column) + 1)],
  ["tiny", 30, symmetric(30, (row, column) => 1e-200 * Math.sin(row + row * column))],
  ["huge", 30, symmetric(30, (row, column) => 1e200 * Math.sin(row + row * column))],
  ["graded", 30, symmetric(30, (row, column) => 10 ** -(row + column) * Math.cos(row * column))],
];

test("the kernel works here", () => {
  symmetricEigenKernel();
  const state = kernelState().find(({ name }) => name === "symmetric-eigen");
  assert.equal(state?.compiled, process.env.QUADRANT_KERNELS !== "plain", state?.reason);
});

for (const [name, size, A] of MATRICES) {
  test(`eigenvalues and vectors: ${name}`, () => {
    const before = A.slice();
    const { residual, angle, values } = errorsOf(A, size);
    assert.deepEqual(A, before);
    assert.ok(residual <= TOLERANCE, `residual ${residual}`);
    assert.ok(angle <= TOLERANCE, `angle ${angle}`);
    assert.deepEqual(
      [...values],
      [...values].sort((a, b) => b - a),
    );
  });
}

test("known eigenvalues", () => {
  // Those of the second difference: 2 - 2 cos(pi k / (n + 1)).
  const size = 50;
  const A = symmetric(size, (row, column) => (row === column ? 2 : column === row + 1 ? -1 : 0));
  const { values } = symmetricEigenKernel()(A, size);
  values.forEach((value, i) => {
    const expected = 2 - 2 * Math.cos((Math.PI * (size - i)) / (size + 1));
    assert.ok(Math.abs(value - expected) <= 4 * TOLERANCE, `value ${i} is ${value}, not ${expected}`);
  });
});
