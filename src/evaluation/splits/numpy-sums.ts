/** Running sums that numpy keeps side by side. */
const LANES = 8;

/**
 * The sum of up to 128 numbers, rounded as numpy.sum rounds it: from 8 numbers on in eight running sums. Splitters break
 * ties by such sums, so their last digit decides where a group goes.
 */
export function numpySum(values: ArrayLike<number>): number {
  const whole = values.length - (values.length % LANES);
  const lanes = new Float64Array(LANES);
  for (let i = 0; i < whole; i++) lanes[i % LANES]! += values[i]!;
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = lanes;
  let sum = a + b + (c + d) + (e + f + (g + h));
  for (let i = whole; i < values.length; i++) sum += values[i]!;
  return sum;
}

/**
 * With N in the denominator, rounded as numpy.std rounds it.
 *
 * @param sum how numpy sums along the axis: by {@link numpySum} where the numbers lie side by side, else one by one
 */
export function numpyStd(values: ArrayLike<number>, sum: (values: ArrayLike<number>) => number): number {
  const mean = sum(values) / values.length;
  const squares = Float64Array.from(values, (value) => (value - mean) * (value - mean));
  return Math.sqrt(sum(squares) / values.length);
}

/** One after the other, as numpy sums along any axis but the last. */
export function runningSum(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum;
}
