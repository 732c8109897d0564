import { MixUp, takeRows } from "../../evaluation";
import { type ClassifierName, newClassifier } from "../fits/models";
import type { RowFold } from "./augmented-fold";
import type { ChangeMethod } from "./change-clip";
import type { ClipsAndCopies } from "./changed-copies";

/** What fits with changed copies read. */
export interface AugmentedData {
  readonly clips: number;
  readonly columns: ClipsAndCopies;
  /** Of each clip. */
  readonly labels: readonly number[];
}

/** One fit. Rows are those of ClipsAndCopies. */
export interface AugmentedFitTask extends RowFold {
  readonly model: ClassifierName;
  /** Of the copies; row numbers count in their order. */
  readonly methods: readonly ChangeMethod[];
  readonly seed: number;
}

export interface AugmentedFitResult {
  /** The label named for each row of the test. */
  readonly predicted: readonly number[];
  /** Time the fit took; the only part that is not the same every time. */
  readonly seconds: number;
}

/** Fits one classifier to clips and copies; runs in a worker. */
export default function fit({ task, dataset }: { task: AugmentedFitTask; dataset: AugmentedData }): AugmentedFitResult {
  const started = performance.now();
  const { model, train, test, mixedRows = 0, seed } = task;
  const { columns, labels, clips } = dataset;
  const items = train.map((row) => row % clips);
  const learnt = new MixUp({ randomState: seed, rows: mixedRows }).resample({
    X: takeRows(columns, train),
    y: Int32Array.from(items, (clip) => labels[clip]!),
    groups: items,
    items,
  });
  const classifier = newClassifier(model, seed).fit(learnt.X, learnt.y);
  const predicted = [...classifier.predict(takeRows(columns, test))];
  return { predicted, seconds: (performance.now() - started) / 1000 };
}
