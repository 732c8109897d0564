import { wilsonInterval } from "../../evaluation";
import { ABSENT, type Flaw, PRESENT } from "../flaw";
import type { Protocol } from "../protocol";

/** An interval wider than this, in shares of 1, cannot tell a good model from a fair one. */
const WIDE = 0.1;

/** One small test: its score could have been another. */
export const smallSplit: Flaw = {
  id: "F8",
  title: "one small test and no interval",
  detect({ protocol: { split, models }, clips }) {
    if (split.kind === "k-fold") return ABSENT(`Every clip is tested, ${clips.length} in all.`);
    const tested = Math.round(smallestShare({ split, models }) * clips.length);
    const { low, high } = wilsonInterval(Math.round(tested / 2), tested);
    if (high - low <= WIDE) return ABSENT(`${tested} clips are tested.`);
    return PRESENT(
      `${tested} clips are tested once: a true accuracy of one half shows as anything from ${low.toFixed(2)} to ${high.toFixed(2)}.`,
    );
  },
  luckOf: (protocol) => [smallestShare(protocol)],
};

function smallestShare({ split, models }: Pick<Protocol, "split" | "models">): number {
  const own = split.kind === "hold-out" ? split.testShare : 1 / split.folds;
  return Math.min(own, ...models.flatMap(({ testShare }) => testShare ?? []));
}
