import { type Interval, type McNemar, mcnemarExact, studentInterval } from "../../evaluation";
import type { TrainingHistory } from "../../networks/training/history";
import { baselinePredictions } from "../baselines/baselines";
import { kept } from "../cache/kept-study";
import type { FitResult } from "../fits/fit-task";
import { groupsOf, labelsOf } from "../run/dataset";
import { foldsOf, type ThreeWayFold } from "../run/folds";
import type { Run } from "../run/run";
import {
  accuracyInterval,
  gatherPredictions,
  type ModelScore,
  type Predictions,
  pairedDifference,
  scorePredictions,
} from "../run/scores";
import { NETWORK_NAMES, type NetworkName, type NetworkResult, runNetworks, trainingOf } from ".";

/** The classifiers that networks are held against: the floor, the study's best, the same held back, and a forest. */
const RIVALS = ["majority", "logistic regression", "logistic regression, C = 0.01", "random forest"] as const;

/** The network that is trained with several seeds. */
const SEEDED: NetworkName = "GRU, mean";
const SEEDS = { quick: 2, standard: 5, paper: 5 } as const;

/** One network on all folds. */
export interface NetworkScore {
  readonly name: NetworkName;
  readonly score: ModelScore;
  /** One for each fold. */
  readonly histories: readonly TrainingHistory[];
  readonly parameters: number;
  /** What went wrong in the first fold that shows anything, in words. */
  readonly signatures: readonly string[];
}

/** A network against a classifier, the same clips tested. */
export interface Duel {
  readonly network: string;
  readonly classifier: string;
  /** Accuracy of the network less that of the classifier. */
  readonly difference: Interval;
  /** Exact test of the clips that only one of them told right. It takes clips for independent, which groups are not. */
  readonly mcnemar: McNemar;
}

export interface RecurrentStudy {
  readonly classifiers: readonly ModelScore[];
  readonly networks: readonly NetworkScore[];
  readonly seeds: {
    readonly name: NetworkName;
    /** Of each seed. */
    readonly accuracies: readonly Interval[];
    /** Mean over the seeds, with the 95 % interval of Student's t over seeds alone. */
    readonly mean: Interval;
    /** All seeds together: the mean of their probabilities. */
    readonly ensemble: ModelScore;
  };
  /** Each network, and the ensemble, against the best of the classifiers and against logistic regression. */
  readonly duels: readonly Duel[];
  /** The classifier with the best accuracy here. */
  readonly best: string;
}

/** Trains the networks on the folds of the baselines and compares them clip by clip. */
export const recurrentStudy = kept("recurrent", conduct);

async function conduct(run: Run): Promise<RecurrentStudy> {
  const { corpus, settings } = run;
  const folds = foldsOf(corpus, settings);
  const rivals = await baselinePredictions(run, folds, { label: "baselines", models: RIVALS });
  const classifiers = rivals.map(scorePredictions);
  const seeds = Array.from({ length: SEEDS[settings.profile] }, (_, i) => settings.seed + i);
  const plan = NETWORK_NAMES.flatMap((name) =>
    (name === SEEDED ? seeds : [settings.seed]).map((seed) => ({ name, seed })),
  );
  const tasks = (await Promise.all(plan.map((fit) => tasksOf(run, fit.name, folds, fit.seed)))).flat();
  const results = await runNetworks(run, tasks, "training networks");
  const predictions = plan.map(({ name }, i) => {
    const own = results.slice(i * folds.length, (i + 1) * folds.length);
    return { own, predictions: gatherPredictions(name, folds, own, labelsOf(corpus), groupsOf(corpus)) };
  });
  const ofSeeds = predictions.filter((_, i) => plan[i]!.name === SEEDED);
  const together = gatherPredictions(
    `${SEEDED}, ${seeds.length} seeds together`,
    folds,
    folds.map((_, fold) => averaged(ofSeeds.map(({ own }) => own[fold]!))),
    labelsOf(corpus),
    groupsOf(corpus),
  );
  const first = NETWORK_NAMES.map((name) => predictions[plan.findIndex((fit) => fit.name === name)]!);
  const accuracies = ofSeeds.map((seed) => accuracyInterval(seed.predictions));
  const best = bestOf(classifiers);
  return {
    classifiers,
    networks: first.map((network, i) => scoreNetwork(NETWORK_NAMES[i]!, network)),
    seeds: {
      name: SEEDED,
      accuracies,
      mean: studentInterval(accuracies.map(({ estimate }) => estimate)),
      ensemble: scorePredictions(together),
    },
    duels: [...first.map((network) => network.predictions), together].flatMap((network) =>
      [...new Set([best, "logistic regression"])].map((name) =>
        duel(network, rivals.find(({ model }) => model === name)!),
      ),
    ),
    best,
  };
}

/**
 * One training a fold. Where the last epoch is kept, as in the study, the validation clips are only watched; so that
 * all networks learn from the same clips, nobody learns from them.
 */
async function tasksOf(run: Run, name: NetworkName, folds: readonly ThreeWayFold[], seed: number) {
  const { recipe, keep } = await trainingOf(run, name);
  return folds.map(({ train, validation, test }) => ({ recipe, keep, train, validation, test, seed }));
}

function scoreNetwork(
  name: NetworkName,
  { own, predictions }: { own: readonly NetworkResult[]; predictions: Predictions },
): NetworkScore {
  return {
    name,
    score: scorePredictions(predictions),
    histories: own.map(({ epochs, bestEpoch }) => ({ epochs, bestEpoch })),
    parameters: own[0]!.parameters,
    signatures: own.find(({ signatures }) => signatures.length > 0)?.signatures ?? [],
  };
}

/** The mean of the probabilities of several fits of one fold, and what it says. */
function averaged(fits: readonly NetworkResult[]): Omit<FitResult, "columns"> {
  const probabilities = fits[0]!.probabilities.map(
    (_, i) => fits.reduce((sum, fit) => sum + fit.probabilities[i]!, 0) / fits.length,
  );
  const items = fits[0]!.predicted.length;
  const classes = probabilities.length / items;
  const predicted = Array.from({ length: items }, (_, item) => {
    const own = probabilities.slice(item * classes, (item + 1) * classes);
    return own.indexOf(Math.max(...own));
  });
  return { predicted, probabilities, seconds: fits.reduce((sum, { seconds }) => sum + seconds, 0) };
}

function bestOf(scores: readonly ModelScore[]): string {
  return scores.reduce((best, score) => (score.accuracy.estimate > best.accuracy.estimate ? score : best)).model;
}

function duel(network: Predictions, classifier: Predictions): Duel {
  return {
    network: network.model,
    classifier: classifier.model,
    difference: pairedDifference(network, classifier),
    mcnemar: mcnemarExact(network.truth, network.predicted, classifier.predicted),
  };
}
