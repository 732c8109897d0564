import { type Fingerprint, nearDuplicates } from "../../fingerprint";
import type { Clip } from "../corpus";
import type { Finding } from "./finding";

/** Two clips with the same music. */
interface Pair {
  readonly first: Clip;
  readonly second: Clip;
  /** 1 for the same samples. */
  readonly similarity: number;
  readonly exact: boolean;
}

/** Pairs less alike are not told of, as `nearDuplicates` has it. */
const SIMILARITY_LIMIT = 0.93;

/**
 * Clips that hold the same music: sample by sample, or by their fingerprints; and those of them whose labels contradict each
 * other.
 *
 * @param hashes of the samples, by clip; silent clips, which are all alike, are not in it
 */
export function sameMusic(
  clips: readonly Clip[],
  hashes: ReadonlyMap<string, string>,
  fingerprints: ReadonlyMap<string, Fingerprint>,
): Finding[] {
  const byId = new Map(clips.map((clip) => [clip.id, clip] as const));
  const firsts = new Map<string, Clip>();
  const pairs: Pair[] = [];
  for (const clip of clips) {
    const hash = hashes.get(clip.id);
    if (hash === undefined) continue;
    const first = firsts.get(hash);
    if (first === undefined) firsts.set(hash, clip);
    else pairs.push({ first, second: clip, similarity: 1, exact: true });
  }
  // Of clips that are the same sample by sample one stands for all.
  const different = new Map(
    [...firsts.values()].flatMap(({ id }) => {
      const print = fingerprints.get(id);
      return print === undefined ? [] : [[id, print] as const];
    }),
  );
  for (const { a, b, similarity } of nearDuplicates(different, { threshold: SIMILARITY_LIMIT })) {
    pairs.push({ first: byId.get(a)!, second: byId.get(b)!, similarity, exact: false });
  }
  return pairs.flatMap(findingsOf);
}

function findingsOf({ first, second, similarity, exact }: Pair): Finding[] {
  const about = { clip: second.id, other: first.id };
  const alike = exact
    ? `the same samples as ${first.id}`
    : `the music of ${first.id} (similarity ${similarity.toFixed(3)})`;
  const leak = first.group === second.group ? "" : `, in another group: ${second.group} and ${first.group}`;
  const duplicate: Finding = {
    ...about,
    check: exact ? "exact-duplicate" : "near-duplicate",
    value: similarity,
    limit: exact ? 1 : SIMILARITY_LIMIT,
    message: `it holds ${alike}${leak}`,
  };
  if (first.quadrant === second.quadrant) return [duplicate];
  const message = `it is labelled ${second.quadrant}, and ${first.id}, with the same music, ${first.quadrant}`;
  return [duplicate, { ...about, check: "label-conflict", value: second.quadrant, limit: first.quadrant, message }];
}
