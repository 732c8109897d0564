import type { Interval } from "../evaluation";

/** The bounds of a share: "0.550 to 0.670". */
export function range({ low, high }: Interval): string {
  return `${low.toFixed(3)} to ${high.toFixed(3)}`;
}

/** The same in points of a hundred: "55.0 to 67.0". */
export function rangeInPoints({ low, high }: Interval): string {
  return `${inPoints(low)} to ${inPoints(high)}`;
}

/** A share and its bounds in points of a hundred: "61.2 (55.0 to 67.0)". */
export function points(interval: Interval): string {
  return `${inPoints(interval.estimate)} (${rangeInPoints(interval)})`;
}

function inPoints(share: number): string {
  return (100 * share).toFixed(1);
}
