import { cohenKappaScore } from "../../evaluation/measures/agreement";
import { QUADRANTS } from "../quadrant";
import { TAG_RULES, type TagRule } from "./label-options";
import { STUDY_TAG_MAP } from "./study-tag-map";
import { labelsOfTags } from "./tag-labels";
import { TAG_NORMS } from "./tag-norms";
import { quadrantAt } from "./valence-arousal";

/** How often two ways from tags to quadrants come to the same. */
export interface RuleAgreement {
  readonly first: TagRule;
  readonly second: TagRule;
  /** Tracks that both rules give one label. */
  readonly tracks: number;
  /** Tracks whose labels are the same. */
  readonly agree: number;
  /** Cohen's kappa: agreement beyond chance; NaN without tracks. */
  readonly kappa: number;
}

export interface MapAgreement {
  /** Of the tags that have norms: how many the study's map puts where their norms lie. */
  readonly tags: { readonly agree: number; readonly of: number; readonly disagreeing: readonly string[] };
  /** Share of tracks with several tags. */
  readonly several: number;
  /** Share of tracks whose tags point to several quadrants by the study's map. */
  readonly straddling: number;
  /** Each pair of rules. */
  readonly rules: readonly RuleAgreement[];
}

/**
 * Measures what the choice of a rule does to the labels.
 *
 * @param tracks the tags of each track
 */
export function mapAgreement(tracks: readonly (readonly string[])[]): MapAgreement {
  const known = [...TAG_NORMS].filter(([tag]) => STUDY_TAG_MAP.has(tag));
  const disagreeing = known.filter(([tag, point]) => STUDY_TAG_MAP.get(tag) !== quadrantAt(point)).map(([tag]) => tag);
  const share = (count: number) => count / tracks.length;
  return {
    tags: { agree: known.length - disagreeing.length, of: known.length, disagreeing },
    several: share(tracks.filter((tags) => tags.length > 1).length),
    straddling: share(tracks.filter((tags) => labelsOfTags(tags, "every-tag").quadrants.length > 1).length),
    rules: TAG_RULES.flatMap((first, i) => TAG_RULES.slice(i + 1).map((second) => agreementOf(tracks, first, second))),
  };
}

function agreementOf(tracks: readonly (readonly string[])[], first: TagRule, second: TagRule): RuleAgreement {
  const pairs = tracks.flatMap((tags) => {
    const labels = [first, second].map((rule) => labelsOfTags(tags, rule).quadrant);
    const [a, b] = labels.map((quadrant) => (quadrant === undefined ? -1 : QUADRANTS.indexOf(quadrant)));
    return a! < 0 || b! < 0 ? [] : [[a!, b!] as const];
  });
  return {
    first,
    second,
    tracks: pairs.length,
    agree: pairs.filter(([a, b]) => a === b).length,
    kappa: kappaOf(pairs),
  };
}

function kappaOf(pairs: readonly (readonly [first: number, second: number])[]): number {
  if (pairs.length === 0) return Number.NaN;
  return cohenKappaScore(
    pairs.map(([first]) => first),
    pairs.map(([, second]) => second),
    QUADRANTS.length,
  );
}
