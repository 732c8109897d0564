import assert from "node:assert/strict";
import { test } from "node:test";
import { cholesky } from "../../../src/classifiers/linear-algebra/cholesky";
import { matrixProduct } from "../../../src/kernels/matrix-product";
import { MT19937 } from "../../../src/random";
import { closest } from "../goldens";

const random = new MT19937(6);

function definite(size: number): Float64Array {
  const data = Float64Array.from({ length: size * size }, () => random.normal() / Math.sqrt(size));
  const A = matrixProduct().gram({ data, shape: [size, size] });
  for (let i = 0; i < size; i++) A[i * size + i]! += 1;
  return A;
}

// One column, no block, blocks that are full and one that is not, a last block of one column.
for (const size of [1, 255, 256, 289, 384]) {
  for (const single of [false, true]) {
    test(`the factor of ${size} columns times its transpose is the matrix, ${single ? "float32" : "float64"}`, () => {
      const A = definite(size);
      const before = A.slice();
      const L = cholesky(A, size, single)!;
      closest(matrixProduct().gram({ data: L, shape: [size, size] }), A, single ? 1e-5 : 1e-13, "product");
      for (let row = 0; row < size; row++) {
        assert.ok(L.subarray(row * size + row + 1, (row + 1) * size).every((value) => value === 0));
      }
      assert.deepEqual(A, before);
    });
  }
}

test("a large matrix that is not positive definite has no factor, wherever it shows", () => {
  for (const at of [0, 95, 96, 200, 299]) {
    const A = definite(300);
    A[at * 300 + at] = -1;
    assert.equal(cholesky(A, 300), undefined, `at ${at}`);
  }
});
