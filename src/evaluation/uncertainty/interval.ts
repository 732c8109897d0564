/** An estimate and the ends of its interval. */
export interface Interval {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
  /** Such as 0.95. */
  readonly level: number;
}

/** "0.612 (0.55 to 0.67)". */
export function formatInterval({ estimate, low, high }: Interval): string {
  return `${estimate.toFixed(3)} (${low.toFixed(2)} to ${high.toFixed(2)})`;
}

/** A difference of shares in points of a hundred: "-3.1 points (95 % interval -7.0 to 1.2)". */
export function points({ estimate, low, high, level }: Interval): string {
  const hundredfold = (share: number) => (100 * share).toFixed(1);
  return `${hundredfold(estimate)} points (${100 * level} % interval ${hundredfold(low)} to ${hundredfold(high)})`;
}
