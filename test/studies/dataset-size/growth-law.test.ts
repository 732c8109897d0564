import assert from "node:assert/strict";
import { test } from "node:test";
import { errorAfter, favouredLaw, fitLaw } from "../../../src/studies";

const SIZES = [16, 32, 48, 64, 96, 128, 192, 256];

test("each law is found again in points that follow it", () => {
  const laws = {
    "power law": (n: number) => 0.2 + 1.5 * n ** -0.7,
    exponential: (n: number) => 0.3 + 0.4 * Math.exp(-0.02 * n),
    logarithm: (n: number) => 0.9 - 0.08 * Math.log(n),
  } as const;
  for (const [name, error] of Object.entries(laws)) {
    const points = SIZES.map((clips) => ({ clips, error: error(clips) }));
    const law = favouredLaw(points);
    assert.equal(law.name, name);
    for (const clips of [16, 256, 1000]) {
      const expected = Math.max(0, Math.min(1, error(clips)));
      assert.ok(Math.abs(errorAfter(law, clips) - expected) < 2e-3, `${name}, ${clips}`);
    }
  }
});

test("a law never promises less than no error, and no growth of it", () => {
  const falling = SIZES.map((clips) => ({ clips, error: 0.5 - 0.0019 * clips }));
  for (const name of ["power law", "exponential"] as const) assert.ok(fitLaw(name, falling).rest >= 0);
  assert.ok(errorAfter(fitLaw("logarithm", falling), 1e9) >= 0);
  const rising = SIZES.map((clips) => ({ clips, error: 0.1 + 0.001 * clips }));
  for (const name of ["power law", "exponential", "logarithm"] as const) {
    assert.equal(errorAfter(fitLaw(name, rising), 1000), errorAfter(fitLaw(name, rising), 10));
  }
});
