import { QuadrantError } from "../../errors";
import { MT19937 } from "../../random";
import type { Clip } from "../corpus";
import { QUADRANTS, type Quadrant } from "../quadrant";

/**
 * Draws clips so that the quadrants stand equally often, as far as there are enough of each.
 *
 * Groups are drawn at random and taken whole, except for clips of a quadrant that is full: the subset has few, whole
 * groups like the corpus, rather than many groups of a single clip, and a grouped split of it means the same.
 *
 * @param limit how many; all of them where there are no more
 * @param seed the same seed gives the same clips
 * @returns clips in the order in which they came
 */
export function balancedSubset<Item extends Pick<Clip, "quadrant" | "group">>(
  clips: readonly Item[],
  limit: number,
  seed = 1,
): Item[] {
  if (!Number.isInteger(limit) || limit < 1) {
    throw new QuadrantError("bad-argument", `clips = ${limit}, but it must be a whole number of at least 1`);
  }
  const left = quotas(clips, limit);
  const groups = [...new Set(clips.map(({ group }) => group))].sort();
  new MT19937(seed).shuffle(groups);
  const chosen = new Set<Item>();
  for (const group of groups) {
    for (const clip of clips) {
      if (clip.group !== group || left[clip.quadrant] === 0) continue;
      left[clip.quadrant]--;
      chosen.add(clip);
    }
  }
  return clips.filter((clip) => chosen.has(clip));
}

/** How many clips of each quadrant: one of each in turn, until the limit is reached or none is left. */
function quotas(clips: readonly Pick<Clip, "quadrant">[], limit: number): Record<Quadrant, number> {
  const taken: Record<Quadrant, number> = { Q1: 0, Q2: 0, Q3: 0, Q4: 0 };
  const there: Record<Quadrant, number> = { Q1: 0, Q2: 0, Q3: 0, Q4: 0 };
  for (const { quadrant } of clips) there[quadrant]++;
  for (let count = Math.min(limit, clips.length); count > 0; ) {
    for (const quadrant of QUADRANTS) {
      if (count === 0 || taken[quadrant] === there[quadrant]) continue;
      taken[quadrant]++;
      count--;
    }
  }
  return taken;
}
