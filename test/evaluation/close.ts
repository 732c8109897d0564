import assert from "node:assert/strict";
import { QuadrantError } from "../../src/errors";

/** What rounding leaves of sums in another order: the judges add pairwise, we one by one. */
export const ROUNDING = 1e-12;

/** A golden number; JSON knows no NaN and no infinity. */
export type GoldenNumber = number | "nan" | "inf" | "-inf";

/** The number that a golden means. */
export function meant(value: GoldenNumber): number {
  if (typeof value === "number") return value;
  return { nan: Number.NaN, inf: Number.POSITIVE_INFINITY, "-inf": Number.NEGATIVE_INFINITY }[value];
}

/** Asserts that numbers agree within `tolerance`, relative for those above 1; NaN agrees with NaN alone. */
export function assertClose(
  found: number | ArrayLike<number>,
  expected: GoldenNumber | readonly GoldenNumber[],
  what: string,
  tolerance = ROUNDING,
): void {
  const actual = typeof found === "number" ? [found] : Array.from(found);
  const wanted = (Array.isArray(expected) ? expected : [expected]).map(meant);
  assert.equal(actual.length, wanted.length, `${what}: ${actual.length} numbers instead of ${wanted.length}`);
  const errors = actual.map((value, i) =>
    Object.is(value, wanted[i]) || value === wanted[i]
      ? 0
      : Math.abs(value - wanted[i]!) / Math.max(1, Math.abs(wanted[i]!)),
  );
  const at = errors.findIndex((error) => !(error <= tolerance));
  assert.equal(
    at,
    -1,
    `${what}: ${actual[at]} instead of ${wanted[at]} at ${at} (largest error ${Math.max(...errors)})`,
  );
}

/** Asserts that a call is refused with a message, and a word on what to do. */
export function assertRefused(call: () => unknown, message: RegExp): void {
  assert.throws(call, (error: unknown) => {
    assert.ok(error instanceof QuadrantError, String(error));
    assert.equal(error.tag, "bad-argument");
    assert.match(error.message, message);
    assert.ok(error.remedy, `no remedy: ${error.message}`);
    return true;
  });
}
