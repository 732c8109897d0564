import { incompleteBeta, upperGamma } from "./special-functions";

/** P(Z <= z) of the standard normal distribution. */
export function normalCdf(z: number): number {
  const tail = 0.5 * upperGamma(0.5, (z * z) / 2);
  return z < 0 ? tail : 1 - tail;
}

/** The z with P(Z <= z) = p; infinite at 0 and 1. */
export function normalQuantile(p: number): number {
  if (p === 0.5) return 0;
  if (p > 0.5) return -normalQuantile(1 - p);
  if (p === 0) return Number.NEGATIVE_INFINITY;
  // P(Z <= z) < exp(-z^2 / 2) / 2 below 0, so this lies below the answer; the logarithm of the distribution is concave, so
  // that Newton's steps climb from there without overshooting.
  let z = -Math.sqrt(-2 * Math.log(2 * p));
  for (let step = 0; step < 100; step++) {
    const value = normalCdf(z);
    const change = ((Math.log(value) - Math.log(p)) * value) / normalDensity(z);
    z -= change;
    if (Math.abs(change) <= 1e-15 * Math.max(1, Math.abs(z))) break;
  }
  return z;
}

/** P(X >= x) of the chi-squared distribution. */
export function chiSquaredTail(x: number, degrees: number): number {
  return upperGamma(degrees / 2, x / 2);
}

/** P(X >= x) of the F distribution. */
export function fTail(x: number, numerator: number, denominator: number): number {
  if (x === Number.POSITIVE_INFINITY) return 0;
  return incompleteBeta(denominator / (denominator + numerator * x), denominator / 2, numerator / 2);
}

/** P(|T| >= |t|) of Student's distribution. */
export function studentTwoSided(t: number, degrees: number): number {
  return fTail(t * t, 1, degrees);
}

/** The t with P(|T| >= t) = p, for 0 < p < 1. */
export function studentCritical(p: number, degrees: number): number {
  return solveFalling((t) => studentTwoSided(t, degrees), p);
}

/** Half the width, beyond the range, and the step of the sum for the studentised range; the density is 0 outside. */
const RANGE_REACH = 9;
const RANGE_STEP = 1 / 16;

/**
 * P(range >= q) of the studentised range of `groups` normal variables whose variance is known (infinite degrees of
 * freedom). The trapezium rule converges faster than any power of its step here, since the integrand is analytic.
 */
export function studentizedRangeTail(q: number, groups: number): number {
  if (q <= 0) return 1;
  let sum = 0;
  for (let z = -RANGE_REACH; z <= RANGE_REACH + q; z += RANGE_STEP) {
    sum += normalDensity(z) * (normalCdf(z) - normalCdf(z - q)) ** (groups - 1);
  }
  return Math.max(0, 1 - groups * sum * RANGE_STEP);
}

/** The q with P(range >= q) = p; scipy.stats.studentized_range.isf(p, groups, inf). */
export function studentizedRangeCritical(p: number, groups: number): number {
  return solveFalling((q) => studentizedRangeTail(q, groups), p);
}

function normalDensity(z: number): number {
  return Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
}

/** Bisects for f(x) = target of a function that falls from 1 at 0. */
function solveFalling(f: (x: number) => number, target: number): number {
  let high = 1;
  while (f(high) > target) high *= 2;
  let low = 0;
  for (let middle = high / 2; low < middle && middle < high; middle = (low + high) / 2) {
    if (f(middle) > target) low = middle;
    else high = middle;
  }
  return high;
}
