import assert from "node:assert/strict";
import { test } from "node:test";
import { type Masking, plainMasked, plainMasks } from "../../src/features/separation/masks";
import { kernelState } from "../../src/kernels";
import { separationMasks } from "../../src/kernels/separation-masks";
import { MT19937 } from "../../src/random";

/** Quotients of float32 values; the medians themselves are equal. */
const SHARES = 3e-7;

// Fewer than a vector, than a window and than a block; more than a block; one more than whole lines.
const SHAPES: [rows: number, columns: number][] = [
  [1, 1],
  [2, 17],
  [5, 3],
  [15, 33],
  [128, 16],
  [129, 65],
  [300, 40],
];

test("medians are computed by the kernel here", () => {
  separationMasks();
  const state = kernelState().find(({ name }) => name === "median");
  assert.deepEqual(state, { name: "median", compiled: true, wide: false, reason: "" });
});

for (const [rows, columns] of SHAPES) {
  test(`the kernel's masks of ${rows} x ${columns} magnitudes are the plain ones`, () => {
    const random = new MT19937(rows);
    // Silence, equal values, and values so small that they count as nothing.
    const magnitude = Float32Array.from({ length: rows * columns }, () => {
      const value = random.random();
      return value < 0.2 ? 0 : value < 0.3 ? 1e-39 : value < 0.4 ? 0.5 : value ** 9;
    });
    for (const [margin, share] of [
      [1, 0.5],
      [2.5, 0],
    ] as const) {
      const wanted = (["down", "across"] as const).map((direction) => ({ direction, margin }));
      const masking: Masking = { rows, columns, sizes: { down: 31, across: 31 }, power: 2, share };
      const expected = plainMasks(magnitude, masking, wanted);
      for (const [i, mask] of separationMasks().masks(magnitude, masking, wanted).entries()) {
        assert.equal(mask.length, expected[i]!.length);
        const wrong = mask.findIndex((value, at) => !(Math.abs(value - expected[i]![at]!) <= SHARES));
        assert.equal(wrong, -1, `${wanted[i]!.direction}, ${wrong}: ${mask[wrong]}, not ${expected[i]![wrong]}`);
      }
      const values = { re: magnitude, im: magnitude.map(() => random.random() - 0.5) };
      const right = plainMasked(values, masking, wanted[0]!);
      const found = separationMasks().masked(values, masking, wanted[0]!);
      for (const plane of ["re", "im"] as const) {
        const wrong = right[plane].findIndex((value, at) => !(Math.abs(value - found[plane][at]!) <= 2 * SHARES));
        assert.equal(wrong, -1, `${plane}, ${wrong}: ${found[plane][wrong]}, not ${right[plane][wrong]}`);
      }
    }
  });
}
