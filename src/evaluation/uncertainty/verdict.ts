import type { Interval } from "./interval";

/** What a difference with an interval says of a claim. */
export type Verdict = "supported" | "not supported" | "cannot be told from these data";

/**
 * Holds the interval of a difference against a claim about its sign.
 *
 * @param claim `above` where the claim needs a difference of more than `margin`, `below` where it needs less
 * @param margin the difference that matters, 0 unless told otherwise
 * @returns "supported" when the whole interval agrees, "not supported" when none of it does
 */
export function verdictOn({ low, high }: Interval, claim: "above" | "below", margin = 0): Verdict {
  const [agreeing, opposing] = claim === "above" ? [low > margin, high <= margin] : [high < margin, low >= margin];
  if (agreeing) return "supported";
  return opposing ? "not supported" : "cannot be told from these data";
}
