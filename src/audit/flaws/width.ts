import { ABSENT, type Flaw, PRESENT } from "../flaw";

/** Columns for each training clip beyond which a model can learn any labels by heart. */
const WIDE = 10;

/** Far more columns than clips. */
export const width: Flaw = {
  id: "F19",
  title: "far more columns than clips",
  detect({ protocol, columns, folds, clips }) {
    const chosen = Math.min(columns, protocol.selection?.columns ?? columns);
    const distinct = folds.map(({ train }) => new Set(train.map(({ clip }) => clip)).size);
    const fewest = Math.min(...distinct, clips.length);
    const ratio = chosen / fewest;
    const evidence = `${chosen} columns for ${fewest} different training clips, ${ratio.toFixed(1)} each.`;
    return ratio > WIDE ? PRESENT(evidence) : ABSENT(evidence);
  },
  repair: (protocol) => ({ ...protocol, features: "statistics" }),
};
