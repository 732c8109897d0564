import type { Finding } from "./finding";

/** How many robust standard deviations from the median a length may lie. */
const DEVIATIONS = 5;
/** Lengths may differ from the median by this share of it, however alike the others are. */
const TOLERANCE = 0.05;
/** From the median absolute deviation to the standard deviation of normal numbers. */
const MAD_TO_STD = 1.4826;
/** Fewer clips have no usual length. */
const FEWEST = 5;

/** Clips that are much shorter or longer than the others. @param lengths in seconds, by clip */
export function durationOutliers(lengths: ReadonlyMap<string, number>): Finding[] {
  if (lengths.size < FEWEST) return [];
  const usual = median([...lengths.values()]);
  const deviation = median([...lengths.values()].map((length) => Math.abs(length - usual)));
  const tolerance = Math.max(TOLERANCE * usual, DEVIATIONS * MAD_TO_STD * deviation);
  return [...lengths].flatMap(([clip, value]): Finding[] => {
    if (Math.abs(value - usual) <= tolerance) return [];
    const limit = value < usual ? usual - tolerance : usual + tolerance;
    const than = value < usual ? "shorter" : "longer";
    const message = `it lasts ${value.toFixed(2)} s, much ${than} than the usual ${usual.toFixed(2)} s`;
    return [{ clip, check: "duration", value, limit, message }];
  });
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
