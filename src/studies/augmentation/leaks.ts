import { groupBootstrap, type Interval, stratifiedKFold } from "../../evaluation";
import type { ClassifierName } from "../fits/models";
import { labelsOf } from "../run/dataset";
import { randomFolds } from "../run/folds";
import type { Run } from "../run/run";
import { accuracyInterval, type Predictions, pairedDifference, rightByItem } from "../run/scores";
import type { PlannedFits, RowPredictions } from "./augmented-fits";
import { augmentedFold, type RowFold } from "./augmented-fold";
import type { ChangeMethod } from "./change-clip";

/** How copies and tests may be dealt, from the study's way to one that is fair. */
export const LEAK_PROTOCOLS = [
  "as published: copies made before a random split, copies tested as well",
  "copies made before a random split, clips tested as they are",
  "random split, copies of training clips only",
  "unseen groups, copies of training clips only",
] as const;

/** What the study's copies seem to be worth, or are worth, to one classifier under one protocol. */
export interface AugmentationLeak {
  readonly protocol: (typeof LEAK_PROTOCOLS)[number];
  readonly model: ClassifierName;
  readonly without: Interval;
  readonly with: Interval;
  /** Accuracy with copies less that without, under the same protocol. */
  readonly gain: Interval;
  /** What the claim leaves of it: accuracy with copies less (1 + CLAIMED_GAIN) times that without. */
  readonly beyondClaim: Interval;
  /** The gain less that on unseen groups: what is leak. Undefined for unseen groups themselves. */
  readonly leak?: Interval;
}

/** "Improves accuracy by about 20 %", read kindly: as a share of the accuracy, and as at least 15 %. */
export const CLAIMED_GAIN = 0.15;

const SPLITS = 5;

interface LeakChoice {
  readonly model: ClassifierName;
  /** Folds that share no group. */
  readonly folds: readonly Pick<RowFold, "train" | "test">[];
  /** Of all copies, in their order. */
  readonly methods: readonly ChangeMethod[];
  readonly published: readonly ChangeMethod[];
}

/**
 * The fits on random splits: of clips alone; of clips and copies, each dealt by itself; of clips, then copied; and the
 * same on folds that share no group.
 */
export function planLeaks(
  { corpus, settings }: Run,
  { model, folds, methods, published }: LeakChoice,
): readonly [alone: PlannedFits, heap: PlannedFits, copied: PlannedFits, unseen: PlannedFits] {
  const random = randomFolds(corpus, settings.seed).map(({ train, validation, test }) => {
    return { train: [...train, ...validation].sort((a, b) => a - b), test };
  });
  const fits = (own: LeakChoice["folds"], copies: readonly ChangeMethod[]): PlannedFits => ({
    model,
    folds: own.map((fold) => augmentedFold(fold, { methods: copies, mixUp: false }, methods, corpus.clips.length)),
  });
  const heap = dealtAlone(labelsOf(corpus), methods, published, settings.seed);
  return [fits(random, []), { model, folds: heap }, fits(random, published), fits(folds, published)];
}

/**
 * Compares each protocol with copies and without, and with the fair one; see {@link LEAK_PROTOCOLS}.
 *
 * @param plain predictions without copies, on unseen groups
 * @param leaky those of what planLeaks planned
 */
export function leaksOf(
  model: ClassifierName,
  clips: number,
  plain: Predictions,
  [alone, heap, copied, unseen]: readonly RowPredictions[],
): AugmentationLeak[] {
  const pairs: readonly (readonly [Predictions, Predictions])[] = [
    [alone!, heap!],
    [alone!, withoutCopies(heap!, clips)],
    [alone!, copied!],
    [plain, unseen!],
  ];
  return pairs.map(([before, after], i) => ({
    protocol: LEAK_PROTOCOLS[i]!,
    model,
    without: accuracyInterval(before),
    with: accuracyInterval(after),
    gain: pairedDifference(after, before),
    beyondClaim: contrast([after], [before], 1 + CLAIMED_GAIN),
    ...(before !== plain && { leak: contrast([after, plain], [before, unseen!]) }),
  }));
}

/** What was said of clips as they are. */
function withoutCopies(predictions: RowPredictions, clips: number): Predictions {
  const kept = predictions.rows.flatMap((row, i) => (row < clips ? [i] : []));
  const of = <Value>(values: readonly Value[]) => kept.map((i) => values[i]!);
  const { items, truth, predicted, groups } = predictions;
  return { ...predictions, items: of(items), truth: of(truth), predicted: of(predicted), groups: of(groups) };
}

/** Accuracies added up, less `factor` times others, over the clips that all were asked about. */
function contrast(added: readonly Predictions[], taken: readonly Predictions[], factor = 1): Interval {
  const [plus, minus] = [added.map(rightByItem), taken.map(rightByItem)];
  const [first] = added;
  const groupOf = new Map(first!.items.map((item, i) => [item, first!.groups[i]!]));
  const items = [...groupOf.keys()].filter((item) => [...plus, ...minus].every((right) => right.has(item)));
  items.sort((a, b) => a - b);
  const sum = (maps: readonly Map<number, number>[], item: number) =>
    maps.reduce((total, right) => total + right.get(item)!, 0);
  const values = items.map((item) => sum(plus, item) - factor * sum(minus, item));
  return groupBootstrap(
    items.map((item) => groupOf.get(item)!),
    (drawn) => drawn.reduce((total, i) => total + values[i]!, 0) / drawn.length,
  );
}

/** Clips and copies in one heap, split at random: the fault of the study. */
function dealtAlone(
  labels: readonly number[],
  methods: readonly ChangeMethod[],
  published: readonly ChangeMethod[],
  seed: number,
): RowFold[] {
  const variants = [0, ...published.map((method) => 1 + methods.indexOf(method))];
  const rows = variants.flatMap((variant) => labels.map((_, clip) => variant * labels.length + clip));
  const folds = stratifiedKFold(
    rows.map((row) => labels[row % labels.length]!),
    { nSplits: SPLITS, randomState: seed },
  );
  return folds.map(({ train, test }) => ({ train: train.map((i) => rows[i]!), test: test.map((i) => rows[i]!) }));
}
