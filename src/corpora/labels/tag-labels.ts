import { QUADRANTS, type Quadrant } from "../quadrant";
import type { TagRule } from "./label-options";
import { STUDY_TAG_MAP } from "./study-tag-map";
import { TAG_NORMS } from "./tag-norms";
import { type AffectRating, quadrantAt, SCALE_MIDPOINT } from "./valence-arousal";

/** What a rule makes of the tags of a track. */
export interface TagLabels {
  /** Every quadrant that a tag points to, whatever the rule makes of it, in the order of QUADRANTS. */
  readonly quadrants: readonly Quadrant[];
  /** The one label; undefined where the rule knows no tag, or two quadrants have as many tags. */
  readonly quadrant: Quadrant | undefined;
  /** Share of the known tags that point to `quadrant`. */
  readonly agreement: number | undefined;
  /** Mean of the tags' norms; by the rule `norms` only. */
  readonly point?: AffectRating;
}

/**
 * The quadrants of a track's mood tags.
 *
 * @param tags without the category: "happy", not "mood/theme---happy"
 * @param midpoint where norms turn from low to high; other rules have no use for it
 *
 * @example
 * labelsOfTags(["epic", "sad", "slow"], "first-tag").quadrant; // "Q1"
 * labelsOfTags(["epic", "sad", "slow"], "every-tag").quadrant; // "Q3"
 */
export function labelsOfTags(
  tags: readonly string[],
  rule: TagRule,
  midpoint: AffectRating = SCALE_MIDPOINT,
): TagLabels {
  if (rule === "norms") return labelsByNorms(tags, midpoint);
  const pointed = tags.flatMap((tag) => STUDY_TAG_MAP.get(tag) ?? []);
  const quadrant = rule === "first-tag" ? STUDY_TAG_MAP.get([...tags].sort()[0] ?? "") : mostFrequent(pointed);
  return {
    quadrants: QUADRANTS.filter((each) => pointed.includes(each)),
    quadrant,
    agreement: quadrant === undefined ? undefined : shareOf(quadrant, pointed),
  };
}

/** Undefined for none, or where two are as frequent. */
function mostFrequent(pointed: readonly Quadrant[]): Quadrant | undefined {
  const shares = QUADRANTS.map((each) => shareOf(each, pointed));
  const winners = QUADRANTS.filter((_, i) => shares[i] === Math.max(...shares));
  return winners.length === 1 ? winners[0] : undefined;
}

function shareOf(quadrant: Quadrant, pointed: readonly Quadrant[]): number {
  return pointed.filter((each) => each === quadrant).length / pointed.length;
}

function labelsByNorms(tags: readonly string[], midpoint: AffectRating): TagLabels {
  const points = tags.flatMap((tag) => TAG_NORMS.get(tag) ?? []);
  if (points.length === 0) return { quadrants: [], quadrant: undefined, agreement: undefined };
  const mean = (axis: keyof AffectRating) => points.reduce((sum, point) => sum + point[axis], 0) / points.length;
  const point = { valence: mean("valence"), arousal: mean("arousal") };
  const quadrant = quadrantAt(point, midpoint);
  const pointed = points.map((each) => quadrantAt(each, midpoint));
  return {
    quadrants: QUADRANTS.filter((each) => pointed.includes(each)),
    quadrant,
    agreement: shareOf(quadrant, pointed),
    point,
  };
}
