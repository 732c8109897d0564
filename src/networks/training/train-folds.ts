import { join } from "node:path";
import type { LayersModel } from "@tensorflow/tfjs";
import type { Matrix } from "../../arrays";
import { QuadrantError } from "../../errors";
import type { TrainingHistory } from "./history";
import type { LabelledSource } from "./labelled-source";
import type { TrainingOptions } from "./options";
import { predictProbabilities } from "./predict";
import { train } from "./train";
import type { TrainingData } from "./train-epoch";

/** Makes a model with fresh weights, other ones for another seed. */
export type ModelMaker = (seed: number) => LayersModel;

/** Options of `train`, with several seeds: of the weights, the order of batches and dropout. */
export interface SeedsOptions extends Omit<TrainingOptions, "seed"> {
  readonly seeds?: readonly number[];
}

/** A model trained with one seed. */
export interface SeedRun {
  readonly seed: number;
  readonly model: LayersModel;
  readonly history: TrainingHistory;
}

/** What one fold learns from, chooses its epoch by, and is asked about. Whatever was fitted, only `train` has seen. */
export interface FoldData extends TrainingData {
  readonly test: LabelledSource;
}

export interface FoldRun {
  /** From 1. */
  readonly fold: number;
  readonly seed: number;
  readonly history: TrainingHistory;
  /** Of the items of the fold's test set, (items, classes). */
  readonly probabilities: Matrix;
}

/**
 * Trains a model a seed on the same data; with a folder, each in a folder of its own within it.
 *
 * @returns a run a seed, whose models are the caller's to dispose of
 * @throws QuadrantError as `train` does
 */
export async function trainSeeds(
  makeModel: ModelMaker,
  data: TrainingData,
  { seeds = [0], ...options }: SeedsOptions,
): Promise<SeedRun[]> {
  const runs: SeedRun[] = [];
  for (const seed of seeds) {
    const model = makeModel(seed);
    runs.push({ seed, model, history: await train(model, data, optionsOf(options, `seed-${seed}`, seed)) });
  }
  return runs;
}

/**
 * Trains a model a fold and seed, and asks it about the fold's test set.
 *
 * @param folds may be made one by one, as they are needed
 * @returns runs in the order of the folds, then of the seeds
 * @throws QuadrantError as `train` does, by the number of the fold
 *
 * @example
 * const folds = stratifiedKFold(labels).map(({ train, test }) => ({ train: takeItems(data, train), test: takeItems(data, test) }));
 * const shape = { steps: 64, features: 204, classes: 4 };
 * const runs = await trainFolds((seed) => buildNetwork(tf, PUBLISHED_NETWORKS.RNN.network, shape, seed), folds, options);
 */
export async function trainFolds(
  makeModel: ModelMaker,
  folds: Iterable<FoldData> | AsyncIterable<FoldData>,
  { seeds = [0], ...options }: SeedsOptions,
): Promise<FoldRun[]> {
  const runs: FoldRun[] = [];
  let fold = 0;
  for await (const { test, ...data } of folds) {
    fold++;
    checkFilled(fold, { ...data, test });
    for (const seed of seeds) {
      const model = makeModel(seed);
      try {
        const history = await train(model, data, optionsOf(options, `fold-${fold}-seed-${seed}`, seed));
        const probabilities = await predictProbabilities(model, test.source, options);
        runs.push({ fold, seed, history, probabilities });
      } finally {
        model.dispose();
      }
    }
  }
  return runs;
}

/** The options of one run, which has a folder and a name of its own. */
function optionsOf(
  { folder, label = "training", ...options }: TrainingOptions,
  name: string,
  seed: number,
): TrainingOptions {
  const own = folder === undefined ? {} : { folder: join(folder, name) };
  return { ...options, ...own, label: `${label} ${name}`, seed };
}

function checkFilled(fold: number, sets: Readonly<Record<string, LabelledSource | undefined>>): void {
  const empty = Object.entries(sets).find(([, set]) => set?.labels.length === 0);
  if (empty === undefined) return;
  throw new QuadrantError("bad-argument", `the ${empty[0]} set of fold ${fold} is empty`, {
    remedy: "Use fewer folds, or groups that are not so large.",
  });
}
