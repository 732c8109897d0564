import type { Interval } from "../evaluation";
import type { TrainingHistory } from "../networks";
import { baselinePredictions } from "./baselines";
import { groupsOf, labelsOf } from "./dataset";
import { foldsOf } from "./folds";
import type { Run } from "./run";
import { runFits } from "./run-fits";
import { gatherPredictions, type ModelScore, pairedDifference, scorePredictions } from "./scores";

/** Epochs of the simple RNN in each profile. */
export const EPOCHS = { small: 5, standard: 30 } as const;

/** The classifiers that the network is held against: the floor, the study's best, and a forest. */
const RIVALS = ["majority", "logistic regression", "logistic regression, C = 0.01", "random forest"] as const;

export interface RecurrentStudy {
  readonly scores: readonly ModelScore[];
  /** One for each fold. */
  readonly histories: readonly TrainingHistory[];
  /** Accuracy of the RNN minus accuracy of each classifier, on the same items. */
  readonly differences: readonly { readonly model: string; readonly difference: Interval }[];
}

/** Trains the simple RNN on the folds of the baselines and compares them item by item. */
export async function recurrentStudy(run: Run): Promise<RecurrentStudy> {
  const { corpus, settings, dataset } = run;
  const folds = foldsOf(corpus, settings);
  const baselines = await baselinePredictions(run, folds, { label: "baselines", models: RIVALS });
  const tasks = folds.map((fold) => ({
    model: "simple RNN" as const,
    ...fold,
    seed: settings.seed,
    epochs: EPOCHS[settings.profile],
  }));
  const fits = await runFits(tasks, { label: "training simple RNNs", corpusHash: corpus.hash, dataset });
  const network = gatherPredictions("simple RNN", folds, fits, labelsOf(corpus), groupsOf(corpus));
  return {
    scores: [...baselines, network].map(scorePredictions),
    histories: fits.map(({ epochs = [], bestEpoch = 0 }) => ({ epochs, bestEpoch })),
    differences: baselines.map((baseline) => ({
      model: baseline.model,
      difference: pairedDifference(network, baseline),
    })),
  };
}
