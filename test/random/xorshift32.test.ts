import assert from "node:assert/strict";
import { test } from "node:test";
import { Xorshift32 } from "../../src/random";

/** Marsaglia's triple (13, 17, 5) worked out by hand in exact arithmetic: 1 becomes 270369, that 67634689. */
test("the sequence from 1 is Marsaglia's, cut to 31 bits", () => {
  const random = new Xorshift32(1);
  assert.equal(random.integerBetween(0, 2 ** 31), 270_369);
  assert.equal(random.integerBetween(0, 2 ** 31), 67_634_689);
});

test("0 counts as 1, and numbers stay within their bounds", () => {
  assert.equal(new Xorshift32(0).integerBetween(0, 2 ** 31), 270_369);
  const random = new Xorshift32(2 ** 32 - 1);
  const drawn = new Set(Array.from({ length: 500 }, () => random.integerBetween(3, 8)));
  assert.deepEqual([...drawn].sort(), [3, 4, 5, 6, 7]);
});
