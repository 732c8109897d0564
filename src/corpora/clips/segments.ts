import { QuadrantError } from "../../errors";
import type { Clip } from "../corpus";

/**
 * Which part of a long track is used: the whole file, or segments of 30 s: the first, the one in the middle, or all of
 * them, side by side, without the rest at the end.
 */
export const SEGMENT_RULES = ["whole", "start", "middle", "all"] as const;

export type SegmentRule = (typeof SEGMENT_RULES)[number];

/** Length of a segment, as the clips of most corpora. */
const SEGMENT_SECONDS = 30;

/** Tracks that are longer by less than this are left whole: a 30-s clip of an MP3 may last 30.04 s. */
const SLACK = 1;

/**
 * Cuts tracks into segments. A segment has the group of its track, or the track itself where the track was a group of
 * its own: segments of one track never straddle a split. Tracks that are not longer than a segment stay as they are.
 *
 * @param tracks with their length, in seconds
 *
 * @example
 * segmentsOf([{ id: "a", group: "a", seconds: 95 }], "all").map(({ id }) => id); // a-at-0s, a-at-30s, a-at-60s
 */
export function segmentsOf<Track extends Pick<Clip, "id" | "group"> & { readonly seconds: number }>(
  tracks: readonly Track[],
  rule: SegmentRule,
  segmentSeconds = SEGMENT_SECONDS,
): (Track & Pick<Clip, "offset" | "duration">)[] {
  if (!(segmentSeconds > 0)) {
    throw new QuadrantError("bad-argument", `segmentSeconds = ${segmentSeconds}, but it must be above 0`);
  }
  return tracks.flatMap((track) => {
    if (rule === "whole" || track.seconds < segmentSeconds + SLACK) return [track];
    return offsetsIn(track.seconds, rule, segmentSeconds).map((offset) => ({
      ...track,
      id: `${track.id}-at-${offset}s`,
      offset,
      duration: segmentSeconds,
    }));
  });
}

function offsetsIn(seconds: number, rule: Exclude<SegmentRule, "whole">, length: number): number[] {
  if (rule === "start") return [0];
  // To the tenth of a second, which reads well in an id.
  if (rule === "middle") return [Math.floor(5 * (seconds - length)) / 10];
  return Array.from({ length: Math.floor(seconds / length) }, (_, i) => i * length);
}
