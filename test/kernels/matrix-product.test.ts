import assert from "node:assert/strict";
import { test } from "node:test";
import { fourColumns } from "../../src/kernels/four-columns";
import { matrixProduct, type Operand } from "../../src/kernels/matrix-product";
import { MT19937 } from "../../src/random";

const random = new MT19937(5);

function matrix(rows: number, columns: number, single = false): Operand {
  const values = Float64Array.from({ length: rows * columns }, () => random.normal());
  return { data: single ? Float32Array.from(values) : values, shape: [rows, columns] };
}

function transposed({ data, shape: [rows, columns] }: Operand): Operand {
  const turned = Float64Array.from(data, (_, at) => data[(at % rows) * columns + Math.floor(at / rows)]!);
  return { data: turned, shape: [columns, rows] };
}

/** By the definition, one product after another. */
function byDefinition(A: Operand, B: Operand): Float64Array {
  const [rows, depth] = A.shape;
  const columns = B.shape[1];
  return Float64Array.from({ length: rows * columns }, (_, at) => {
    let sum = 0;
    for (let k = 0; k < depth; k++) {
      sum += A.data[Math.floor(at / columns) * depth + k]! * B.data[k * columns + (at % columns)]!;
    }
    return sum;
  });
}

function assertClose(found: Float64Array, expected: Float64Array, tolerance = 1e-10): void {
  assert.equal(found.length, expected.length);
  found.forEach((value, at) => {
    assert.ok(Math.abs(value - expected[at]!) < tolerance, `${value} against ${expected[at]} at ${at}`);
  });
}

// Around the tile, the depth of a turn and the rows of a block.
for (const [rows, depth, columns] of [
  [1, 1, 1],
  [8, 252, 8],
  [9, 253, 17],
  [3, 600, 20],
  [20, 1, 3],
  [1030, 5, 3],
] as const) {
  test(`products of ${rows} x ${depth} with ${depth} x ${columns} are what their definition says`, () => {
    const A = matrix(rows, depth);
    const B = matrix(depth, columns, true);
    const expected = byDefinition(A, B);
    const { multiply, gram } = matrixProduct();
    assertClose(multiply(A, B), expected);
    assertClose(multiply(transposed(A), B, { transposeA: true }), expected);
    assertClose(multiply(A, transposed(B), { transposeB: true }), expected);
    assertClose(gram(B, { transposeA: true }), byDefinition(transposed(B), B));
    assertClose(multiply(A, B, { single: true }), expected, 1e-4);
    assertClose(gram(B, { transposeA: true, single: true }), byDefinition(transposed(B), B), 1e-3);
    const shift = matrix(1, depth).data as Float64Array;
    const factor = matrix(1, depth).data as Float64Array;
    const data = Float64Array.from(A.data, (value, at) => (value - shift[at % depth]!) * factor[at % depth]!);
    const adjusted: Operand = { data, shape: A.shape };
    if (rows < 100) assertClose(gram(A, { shift, factor }), byDefinition(adjusted, transposed(adjusted)));
    assertClose(gram(A, { shift, factor, transposeA: true }), byDefinition(transposed(adjusted), adjusted));
  });
}

test("a part of a matrix is multiplied as it lies, and the result goes where it is wanted", () => {
  const whole = matrix(300, 40);
  const part = { data: whole.data.subarray(3 * 40 + 2), shape: [290, 30], rowStride: 40 } as const;
  const copy: Operand = {
    data: Float64Array.from({ length: 290 * 30 }, (_, i) => part.data[Math.floor(i / 30) * 40 + (i % 30)]!),
    shape: [290, 30],
  };
  const expected = byDefinition(transposed(copy), copy);
  const into = new Float64Array(900).fill(Number.NaN);
  assert.equal(matrixProduct().multiply(part, part, { transposeA: true, into }), into);
  assertClose(into, expected);
  assertClose(matrixProduct().gram(part), byDefinition(copy, transposed(copy)));
});

test("operands that do not fit are refused", () => {
  assert.throws(() => matrixProduct().multiply(matrix(2, 3), matrix(3, 2), { into: new Float64Array(3) }), {
    tag: "bad-argument",
    message: /3 places for 2 x 2/,
  });
  assert.throws(() => matrixProduct().multiply(matrix(2, 3), matrix(2, 3)), {
    tag: "bad-argument",
    message: /3 columns with 2/,
  });
});

test("a held matrix is multiplied with four columns, either way and in either precision", () => {
  for (const of32 of [true, false]) {
    // Longer than a stretch and a block.
    const X = matrix(131, 1101, of32);
    const W = matrix(4, 1101);
    const E = matrix(131, 4);
    for (const [single, tolerance] of [
      [false, 1e-10],
      [true, 1e-3],
    ] as const) {
      const held = fourColumns().hold(X, single);
      assertClose(held.times(W.data as Float64Array).slice(), byDefinition(X, transposed(W)), tolerance);
      const back = new Float64Array(4 * 1101);
      held.transposeTimes(E.data as Float64Array, back);
      assertClose(back, byDefinition(transposed(E), X), tolerance);
    }
  }
});
