import type { Clip, RejectedClip } from "../corpus";
import { checkLabelOptions, type LabelOptions } from "./label-options";
import { labelsOfTags } from "./tag-labels";
import {
  type AffectRating,
  agreementOfRaters,
  distanceFromLines,
  medianPoint,
  quadrantAt,
  SCALE_MIDPOINT,
} from "./valence-arousal";

/** A clip as a corpus tells of it: with a quadrant, with ratings, or with tags. */
export type UnlabelledClip = Omit<Clip, "quadrant"> & Partial<Pick<Clip, "quadrant">>;

/** What labelling may add to a clip beside its quadrant. */
type MoreLabels = Partial<Pick<Clip, "quadrants" | "agreement" | "valence" | "arousal">>;

export interface LabelledClips<Item> {
  readonly clips: readonly (Item & Pick<Clip, "quadrant"> & MoreLabels)[];
  /** Those without a clear label, and why. */
  readonly rejected: readonly RejectedClip[];
}

/**
 * Gives every clip one quadrant: the one it has; else that of its valence and arousal; else that of its tags. Clips
 * without any of these, or whose label is not clear enough by `options`, are rejected by name.
 */
export function labelClips<Item extends UnlabelledClip>(
  clips: readonly Item[],
  options: LabelOptions = {},
): LabelledClips<Item> {
  const { tags: rule = "every-tag", margin = 0, minAgreement = 0, midpoint: wanted } = checkLabelOptions(options);
  const midpoint = midpointOf(clips, wanted);
  const labelled: (Item & Pick<Clip, "quadrant"> & MoreLabels)[] = [];
  const rejected: RejectedClip[] = [];
  for (const clip of clips) {
    const result = clip.quadrant !== undefined ? clip : (byRating(clip, midpoint) ?? byTags(clip, rule, midpoint));
    const reason = reasonAgainst(result, { margin, minAgreement, midpoint, given: clip.quadrant !== undefined });
    if (reason === undefined) labelled.push({ ...clip, ...result } as Item & Pick<Clip, "quadrant">);
    else rejected.push({ id: clip.id, path: clip.audio, reason });
  }
  return { clips: labelled, rejected };
}

type Labels = MoreLabels & Partial<Pick<Clip, "quadrant" | "tags">>;

function midpointOf(clips: readonly UnlabelledClip[], wanted: LabelOptions["midpoint"]): AffectRating {
  if (wanted === "median") {
    return medianPoint(clips.flatMap((clip) => ratingOf(clip) ?? labelsOfTags(clip.tags ?? [], "norms").point ?? []));
  }
  return wanted === undefined || wanted === "scale" ? SCALE_MIDPOINT : wanted;
}

function ratingOf({ valence, arousal }: Labels): AffectRating | undefined {
  return valence === undefined || arousal === undefined ? undefined : { valence, arousal };
}

function byRating(clip: UnlabelledClip, midpoint: AffectRating): Labels | undefined {
  const point = ratingOf(clip);
  if (point === undefined) return undefined;
  const { valenceStd, arousalStd } = clip;
  const quadrant = quadrantAt(point, midpoint);
  if (valenceStd === undefined || arousalStd === undefined) return { ...point, quadrant };
  const agreement = agreementOfRaters(point, { valence: valenceStd, arousal: arousalStd }, midpoint);
  return { ...point, quadrant, agreement };
}

function byTags({ tags }: UnlabelledClip, rule: NonNullable<LabelOptions["tags"]>, midpoint: AffectRating): Labels {
  if (tags === undefined) return {};
  const { quadrants, quadrant, agreement, point } = labelsOfTags(tags, rule, midpoint);
  return {
    tags,
    quadrants,
    ...point,
    ...(quadrant === undefined ? {} : { quadrant }),
    ...(agreement === undefined ? {} : { agreement }),
  };
}

function reasonAgainst(
  { quadrant, quadrants, agreement, tags, ...rating }: Labels,
  limits: { margin: number; minAgreement: number; midpoint: AffectRating; given: boolean },
): string | undefined {
  if (quadrant === undefined) {
    if (tags === undefined) return "it has neither a quadrant, nor valence and arousal, nor tags";
    if (quadrants === undefined || quadrants.length === 0)
      return `no quadrant is known for its tags (${tags.join(", ")})`;
    return `its tags (${tags.join(", ")}) settle no quadrant: they point to ${quadrants.join(" and ")}`;
  }
  if (agreement !== undefined && agreement < limits.minAgreement) {
    return `the agreement on ${quadrant} is ${agreement.toFixed(2)}, less than ${limits.minAgreement}`;
  }
  const point = ratingOf(rating);
  if (limits.given || point === undefined || limits.margin === 0) return undefined;
  const distance = distanceFromLines(point, limits.midpoint);
  if (distance >= limits.margin) return undefined;
  return `it lies ${distance.toFixed(2)} from a dividing line, nearer than ${limits.margin}`;
}
