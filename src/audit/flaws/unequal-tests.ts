import { ABSENT, type Flaw, NOT_APPLICABLE, PRESENT } from "../flaw";

/** Models are ranked although each was tested on clips of its own. */
export const unequalTests: Flaw = {
  id: "F7",
  title: "models compared on different tests",
  detect({ protocol: { models, split } }) {
    if (models.length < 2) return NOT_APPLICABLE("There is one model.");
    const ofSplit = split.kind === "hold-out" ? split.testShare : 1 / split.folds;
    const shares = models.map(({ testShare }) => testShare ?? ofSplit);
    if (new Set(shares).size === 1) return ABSENT("All models answer for the same clips.");
    const listed = models.map(({ name }, i) => `${name}: ${(100 * shares[i]!).toFixed(0)} %`);
    return PRESENT(`Models are tested on different shares of the clips (${listed.join(", ")}).`);
  },
};
