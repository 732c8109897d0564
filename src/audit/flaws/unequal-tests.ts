import { ABSENT, type Flaw, NOT_APPLICABLE, PRESENT } from "../flaw";
import type { Protocol } from "../protocol";

/** Models are ranked although each was tested on clips of its own. */
export const unequalTests: Flaw = {
  id: "F7",
  title: "models compared on different tests",
  detect({ protocol: { models, split } }) {
    if (models.length < 2) return NOT_APPLICABLE("There is one model.");
    const shares = testShares({ models, split });
    if (new Set(shares).size === 1) return ABSENT("All models answer for the same clips.");
    const listed = models.map(({ name }, i) => `${name}: ${(100 * shares[i]!).toFixed(0)} %`);
    return PRESENT(`Models are tested on different shares of the clips (${listed.join(", ")}).`);
  },
  // Two models that are equally good: how far apart may such tests put them?
  luckOf(protocol) {
    const shares = testShares(protocol);
    return [Math.min(...shares), Math.max(...shares)];
  },
};

function testShares({ models, split }: Pick<Protocol, "models" | "split">): number[] {
  const ofSplit = split.kind === "hold-out" ? split.testShare : 1 / split.folds;
  return models.map(({ testShare }) => testShare ?? ofSplit);
}
