import assert from "node:assert/strict";
import { test } from "node:test";
import { MT19937 } from "../../src/random";
import { golden } from "../golden";

interface Case {
  readonly seed: number | number[];
  readonly random: number[];
  readonly normal: number[];
  readonly shuffle20: number[];
  readonly permutation9: number[];
}

const { cases } = golden<{ cases: Case[] }>("random");

for (const { seed, random, normal, shuffle20, permutation9 } of cases) {
  test(`seed ${JSON.stringify(seed)} draws what numpy.random.RandomState draws`, () => {
    const generator = new MT19937(seed);
    assert.deepEqual(
      random.map(() => generator.random()),
      random,
    );
    // Math.log may differ from C's by one unit in the last place.
    for (const expected of normal) assert.ok(Math.abs(generator.normal() - expected) < 1e-14);
  });

  test(`seed ${JSON.stringify(seed)} shuffles and permutes as numpy does`, () => {
    const generator = new MT19937(seed);
    for (const _ of random) generator.random();
    for (const _ of normal) generator.normal();
    const order = Array.from({ length: 20 }, (_, i) => i);
    generator.shuffle(order);
    assert.deepEqual(order, shuffle20);
    assert.deepEqual(generator.permutation(9), permutation9);
  });
}
