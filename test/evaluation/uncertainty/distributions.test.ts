import assert from "node:assert/strict";
import { test } from "node:test";
import {
  chiSquaredTail,
  fTail,
  normalCdf,
  normalQuantile,
  studentCritical,
  studentizedRangeCritical,
  studentizedRangeTail,
  studentTwoSided,
} from "../../../src/evaluation/uncertainty/distributions";
import { golden } from "../../golden";

const DISTRIBUTIONS: Readonly<Record<string, (...values: number[]) => number>> = {
  chiSquaredTail,
  fTail,
  normalCdf,
  normalQuantile,
  studentCritical,
  studentizedRangeCritical,
  studentizedRangeTail,
  studentTwoSided,
};

interface Case {
  readonly name: string;
  readonly arguments: number[];
  readonly value: number;
}

const { cases } = golden<{ cases: Case[] }>("distributions");

/** Relative; a distribution is a series of a hundred terms, and p-values far in the tail keep their digits. */
const TOLERANCE = 1e-12;
/** scipy integrates the studentised range numerically and promises no more. */
const RANGE_TOLERANCE = 1e-9;

for (const { name, arguments: given, value } of cases) {
  test(`${name}(${given.join(", ")}) is scipy's ${value}`, () => {
    const compute = DISTRIBUTIONS[name]!;
    const error = Math.abs(compute(...given) - value);
    const bound = name.startsWith("studentizedRange") ? RANGE_TOLERANCE : TOLERANCE * Math.abs(value);
    assert.ok(error <= Math.max(bound, Number.MIN_VALUE), `${compute(...given)}, ${error} away`);
  });
}

test("impossible values have probability 1 or 0, the median of the normal distribution is 0", () => {
  assert.equal(studentizedRangeTail(0, 4), 1);
  assert.equal(fTail(Number.POSITIVE_INFINITY, 2, 3), 0);
  assert.equal(normalQuantile(0), Number.NEGATIVE_INFINITY);
  assert.equal(normalQuantile(1), Number.POSITIVE_INFINITY);
});
