import { SPLITS } from "./folds";
import type { Run } from "./run";

/** How clips are divided and numbers are made in a run, a sentence of markdown each: what a reviewer asks first. */
export function describeProtocol({ corpus, settings }: Pick<Run, "corpus" | "settings">): string[] {
  const group = corpus.sheet.groupMeaning;
  const divided =
    settings.split === "official"
      ? `The split that comes with the corpus. Where it has no validation part, one ${group} in ${SPLITS} of the training part chooses epochs.`
      : `${SPLITS} folds; no ${group} stands in two of them. Of the clips that are not tested a fifth chooses epochs, and no ${group} of it is learnt from.`;
  return [
    divided,
    "Scalings, selections of features and augmented copies are made of training clips only. Where a number breaks this on purpose, to show what the study did, it is called *as published* or *on a random split*.",
    `Intervals hold 95 %: bootstraps that draw ${group}s, not clips, so that clips that are alike do not count as independent. Differences are taken clip by clip.`,
    "A claim is supported where the whole interval agrees with it, not supported where none of it does; else it cannot be told from these data.",
    `Seed ${settings.seed}, for folds, weights and draws; profile \`${settings.profile}\`. The same seed gives the same numbers, whatever the number of workers.`,
  ];
}
