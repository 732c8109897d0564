import type { Interval } from "../../evaluation";
import { kept } from "../cache/kept-study";
import { type NetworkName, type NetworkTask, runNetworks, trainingOf } from "../networks";
import { groupsOf, labelsOf } from "../run/dataset";
import { foldsOf } from "../run/folds";
import type { Run } from "../run/run";
import { accuracyInterval, gatherPredictions, pairedDifference } from "../run/scores";

const NETWORK: NetworkName = "GRU, mean";

/** What SpecAugment is worth to a network on unseen groups. */
export interface SpecAugmentWorth {
  readonly network: NetworkName;
  readonly without: Interval;
  readonly with: Interval;
  /** Accuracy with it less accuracy without, the same clips tested. */
  readonly difference: Interval;
}

/** Trains a network on plain frames, and on frames of which stretches and bands are silenced anew in every epoch. */
export const specAugmentWorth = kept("SpecAugment", conduct);

async function conduct(run: Run): Promise<SpecAugmentWorth> {
  const { corpus, settings } = run;
  const folds = foldsOf(corpus, settings);
  const { recipe, keep } = await trainingOf(run, NETWORK);
  const tasks = [false, true].flatMap((specAugment) =>
    folds.map(
      ({ train, validation, test }): NetworkTask => ({
        recipe: specAugment ? { ...recipe, input: { ...recipe.input, specAugment } } : recipe,
        ...{ train, validation, test },
        ...{ seed: settings.seed, keep },
      }),
    ),
  );
  const results = await runNetworks(run, tasks, "a network with SpecAugment");
  const gather = (name: string, own: typeof results) =>
    gatherPredictions(name, folds, own, labelsOf(corpus), groupsOf(corpus));
  const plain = gather(NETWORK, results.slice(0, folds.length));
  const masked = gather(`${NETWORK}, SpecAugment`, results.slice(folds.length));
  return {
    network: NETWORK,
    without: accuracyInterval(plain),
    with: accuracyInterval(masked),
    difference: pairedDifference(masked, plain),
  };
}
