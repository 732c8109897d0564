import { ABSENT, type Flaw, PRESENT } from "../flaw";

/** The same recording under two names, one tested and one learnt. Repaired in the corpus, not in the protocol. */
export const nearDuplicateAudio: Flaw = {
  id: "near-duplicates",
  title: "the same recording under two names",
  detect({ clips, folds, duplicates }) {
    const index = new Map(clips.map(({ id }, clip) => [id, clip]));
    const across = duplicates.filter(({ a, b }) => {
      const [first, second] = [index.get(a)!, index.get(b)!];
      return folds.some(({ test }) => test.includes(first) !== test.includes(second));
    });
    if (across.length === 0) return ABSENT(`Among ${clips.length} clips no recording stands on both sides.`);
    const { a, b, similarity } = across[0]!;
    return PRESENT(
      `${across.length} pairs of clips hold the same recording and stand on both sides, first of all ${a} and ${b} ` +
        `(similarity ${similarity.toFixed(2)}). Give them one group.`,
      [...new Set(across.flatMap((pair) => [pair.a, pair.b]))].sort(),
    );
  },
};
