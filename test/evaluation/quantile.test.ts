import assert from "node:assert/strict";
import { test } from "node:test";
import { quantile } from "../../src/evaluation/quantile";

test("quantiles are those of numpy 2, to the last digit", () => {
  // numpy.quantile(values, share). Interpolated from the other neighbour, the first four would round otherwise.
  const cases: [values: number[], share: number, expected: number][] = [
    [[0.1, 0.3], 0.9, 0.27999999999999997],
    [[0.2, 0.9], 0.6, 0.6200000000000001],
    [[0.3, 1.1], 0.7, 0.8600000000000001],
    [[0.1, 0.3], 0.2, 0.14],
    [[1, 2, 4, 8], 0, 1],
    [[1, 2, 4, 8], 0.5, 3],
    [[1, 2, 4, 8], 1, 8],
    [[7], 0.3, 7],
  ];
  for (const [values, share, expected] of cases)
    assert.equal(quantile(values, share), expected, `${values} at ${share}`);
});
