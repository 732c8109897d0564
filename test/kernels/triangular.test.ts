import assert from "node:assert/strict";
import { test } from "node:test";
import { kernelState } from "../../src/kernels";
import { matrixProduct } from "../../src/kernels/matrix-product";
import { triangular } from "../../src/kernels/triangular";
import { MT19937 } from "../../src/random";

/** Relative to the largest value; rounding, which grows with the size. */
const TOLERANCE = 1e-12;

function assertClose(found: Float64Array, expected: Float64Array): void {
  assert.equal(found.length, expected.length);
  const scale = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  found.forEach((value, i) => {
    assert.ok(Math.abs(value - expected[i]!) <= TOLERANCE * scale, `${value} against ${expected[i]} at ${i}`);
  });
}

const random = new MT19937(7);

function randomMatrix(rows: number, columns: number): Float64Array {
  return Float64Array.from({ length: rows * columns }, () => random.random() - 0.5);
}

function definite(size: number): Float64Array {
  const A = matrixProduct().gram({ data: randomMatrix(size, size), shape: [size, size] });
  for (let i = 0; i < size; i++) A[i * size + i]! += 1;
  return A;
}

test("the kernel works here", () => {
  triangular();
  const state = kernelState().find(({ name }) => name === "triangular");
  assert.equal(state?.compiled, process.env.QUADRANT_KERNELS !== "plain", state?.reason);
});

for (const size of [1, 2, 5, 31, 32, 33, 67, 130]) {
  test(`Cholesky's factor and its systems: ${size}`, () => {
    const { cholesky, solveLower, solveUpper } = triangular();
    const product = matrixProduct();
    const A = definite(size);
    const L = cholesky(A, size)!;
    const square = { data: L, shape: [size, size] } as const;
    assertClose(product.gram(square), A);
    for (let row = 0; row < size; row++)
      assert.ok(L.subarray(row * size + row + 1, (row + 1) * size).every((v) => v === 0));
    // Both ways, one by one and four together.
    for (const count of [1, 4, 11]) {
      const wanted = randomMatrix(count, size);
      const x = { data: wanted, shape: [count, size] } as const;
      const lower = product.multiply(x, square, { transposeB: true });
      solveLower(L, size, lower, count);
      assertClose(lower, wanted);
      const upper = product.multiply(x, square);
      solveUpper(L, size, upper, count);
      assertClose(upper, wanted);
    }
  });
}

test("a matrix that is not positive definite has no factor, wherever it shows", () => {
  for (const at of [0, 1, 40, 69]) {
    const A = definite(70);
    A[at * 70 + at] = -1;
    assert.equal(triangular().cholesky(A, 70), undefined);
  }
});
