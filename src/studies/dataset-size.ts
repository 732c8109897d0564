import type { Corpus } from "../corpora";
import type { Interval } from "../evaluation";
import { stratifiedGroupKFold } from "../evaluation";
import { MT19937 } from "../random";
import { groupsOf, labelsOf } from "./dataset";
import type { FitTask } from "./fit-task";
import { foldsOf, type ThreeWayFold } from "./folds";
import { isRecurrent, type ModelName } from "./models";
import { EPOCHS } from "./recurrent";
import type { Run } from "./run";
import { runFits } from "./run-fits";
import { accuracyInterval, gatherPredictions, pairedDifference } from "./scores";

/** The models whose growth is watched, and the shares of the training clips that each may learn from. */
const SHARES: Readonly<Record<"small" | "standard", Partial<Record<ModelName, readonly number[]>>>> = {
  small: { "logistic regression": [0.5, 1], "simple RNN": [1] },
  standard: {
    "logistic regression": [1 / 8, 1 / 4, 1 / 2, 3 / 4, 1],
    "logistic regression, C = 0.01": [1 / 8, 1 / 4, 1 / 2, 3 / 4, 1],
    "simple RNN": [1 / 4, 1 / 2, 1],
  },
};

/** How often the smaller sets are drawn anew. A network's fit takes long, so it gets one. */
const DRAWS = { classifier: 3, network: 1 };

/** Inner folds of a network, of which the first is its validation set. */
const INNER_SPLITS = 5;

/** One point of a learning curve. */
export interface SizePoint {
  readonly model: ModelName;
  /** Mean number of training clips over folds and draws, validation clips included. */
  readonly clips: number;
  readonly fits: number;
  readonly accuracy: Interval;
}

/** What a model gains from its smallest to its largest training set, on the same test clips. */
export interface Growth {
  readonly model: ModelName;
  /** Mean number of training clips of the two sets. */
  readonly from: number;
  readonly to: number;
  readonly gain: Interval;
}

export interface DatasetSizeStudy {
  readonly curve: readonly SizePoint[];
  readonly growth: readonly Growth[];
}

/** Accuracy on unseen groups against the number of training clips. Whole groups are left out, as whole artists would be. */
export async function datasetSizeStudy({ corpus, settings, dataset }: Run): Promise<DatasetSizeStudy> {
  const folds = foldsOf(corpus, settings);
  const labels = labelsOf(corpus);
  const groups = groupsOf(corpus);
  const points = Object.entries(SHARES[settings.profile]).flatMap(([name, shares]) => {
    const model = name as ModelName;
    return shares.map((share) => {
      const draws = share === 1 ? 1 : DRAWS[isRecurrent(model) ? "network" : "classifier"];
      const repeated = Array.from({ length: draws }, (_, draw) => draw).flatMap((draw) =>
        folds.map((fold, i) => ({ ...fold, drawSeed: [settings.seed, i, draw] })),
      );
      const tasks = repeated.map((fold) =>
        sizeTask(
          model,
          fold,
          share === 1 ? undefined : drawGroups(fold, share, corpus, fold.drawSeed),
          corpus,
          settings,
        ),
      );
      return { model, folds: repeated, tasks };
    });
  });
  const fits = await runFits(
    points.flatMap(({ tasks }) => tasks),
    { label: "fits of all sizes", corpusHash: corpus.hash, dataset },
  );
  let from = 0;
  const measured = points.map(({ model, folds: repeated, tasks }) => {
    const own = fits.slice(from, from + tasks.length);
    from += tasks.length;
    const sizes = tasks.map(({ train, validation }) => train.length + validation.length);
    return {
      model,
      clips: sizes.reduce((sum, size) => sum + size, 0) / sizes.length,
      fits: tasks.length,
      predictions: gatherPredictions(model, repeated, own, labels, groups),
    };
  });
  return {
    curve: measured.map(({ predictions, ...point }) => ({ ...point, accuracy: accuracyInterval(predictions) })),
    growth: [...new Set(measured.map(({ model }) => model))].flatMap((model) => {
      const own = measured.filter((point) => point.model === model);
      const [smallest, largest] = [own[0]!, own.at(-1)!];
      if (smallest === largest) return [];
      const gain = pairedDifference(largest.predictions, smallest.predictions);
      return [{ model, from: smallest.clips, to: largest.clips, gain }];
    }),
  };
}

/** Draws whole groups until the share is reached and every class is there. */
function drawGroups(
  { train, validation }: ThreeWayFold,
  share: number,
  corpus: Corpus,
  seed: readonly number[],
): number[] {
  const available = [...train, ...validation];
  const wanted = share * available.length;
  const classes = new Set(available.map((item) => corpus.clips[item]!.quadrant)).size;
  const order = [...new Set(available.map((item) => corpus.clips[item]!.group))].sort();
  new MT19937(seed).shuffle(order);
  const drawn: number[] = [];
  const seen = new Set<string>();
  for (const group of order) {
    if (drawn.length >= wanted && seen.size === classes) break;
    const members = available.filter((item) => corpus.clips[item]!.group === group);
    drawn.push(...members);
    for (const item of members) seen.add(corpus.clips[item]!.quadrant);
  }
  return drawn.sort((a, b) => a - b);
}

/** The fit of one model on the drawn items; on all of the fold where none were drawn. */
function sizeTask(
  model: ModelName,
  fold: ThreeWayFold,
  drawn: readonly number[] | undefined,
  corpus: Corpus,
  { seed, profile }: Run["settings"],
): FitTask {
  const { test } = fold;
  if (!isRecurrent(model)) {
    const train = drawn ?? [...fold.train, ...fold.validation].sort((a, b) => a - b);
    return { model, train, validation: [], test, seed, epochs: 0 };
  }
  const epochs = EPOCHS[profile];
  if (drawn === undefined) return { model, train: fold.train, validation: fold.validation, test, seed, epochs };
  const labels = labelsOf(corpus);
  const [inner] = stratifiedGroupKFold(
    drawn.map((item) => labels[item]!),
    drawn.map((item) => corpus.clips[item]!.group),
    { nSplits: INNER_SPLITS, randomState: seed },
  );
  const part = (indices: readonly number[]) => indices.map((i) => drawn[i]!);
  return { model, train: part(inner!.train), validation: part(inner!.test), test, seed, epochs };
}
