import type { LabelOptions, TagRule } from "./label-options";

const TAG_RULE_MEANINGS: Readonly<Record<TagRule, string>> = {
  "first-tag": "Of several tags only the first of the alphabet counts.",
  "every-tag": "Of several tags each counts as much.",
  norms: "Tags count by the mean of their norms of valence and arousal.",
};

/** What a reader of a report must know of options that were set, a sentence each. */
export function describeLabelOptions({ midpoint, margin = 0, minAgreement = 0, tags }: LabelOptions = {}): string[] {
  return [
    ...(tags === undefined ? [] : [TAG_RULE_MEANINGS[tags]]),
    ...(midpoint === "median" ? ["The lines between quadrants are the medians of this corpus."] : []),
    ...(typeof midpoint === "object"
      ? [`The lines between quadrants are at valence ${midpoint.valence} and arousal ${midpoint.arousal}, of -1 to 1.`]
      : []),
    ...(margin > 0 ? [`Clips nearer than ${margin} to a line, on the scale of -1 to 1, are left out.`] : []),
    ...(minAgreement > 0 ? [`Clips on whose quadrant less than ${minAgreement} agree are left out.`] : []),
  ];
}
