import type { Matrix } from "../arrays";
import { classifierFromJson, makePipeline, SelectKBest, StandardScaler } from "../classifiers";
import { MT19937 } from "../random";
import type { AuditData, AuditResult, AuditTask } from "./audit-task";
import { ScalarScaler } from "./scalar-scaler";

interface Step {
  fit(X: Matrix, y: ArrayLike<number>): unknown;
  transform(X: Matrix): Matrix;
}

/** Fits one model as a protocol says, flaws included; runs in a worker. */
export default function fit({ task, dataset }: { task: AuditTask; dataset: AuditData }): AuditResult {
  const { train, test, scaling, selection, model } = task;
  const labelOf = (row: number) => dataset.labels[row % dataset.clips]!;
  const train_y = train.map(labelOf);
  if (task.permuteLabels) new MT19937([task.seed, 2]).shuffle(train_y);
  const everything = { X: takeRows(dataset.columns, [...train, ...test]), y: [...train_y, ...test.map(labelOf)] };
  let learning = { X: takeRows(dataset.columns, train), y: train_y };
  let asked = takeRows(dataset.columns, test);
  const steps: readonly (readonly [Step, "all" | "training"])[] = [
    [scaling.kind === "per-column" ? new StandardScaler() : new ScalarScaler(), scaling.from],
    ...(selection === null
      ? []
      : [[new SelectKBest({ k: Math.min(selection.columns, asked.shape[1]) }), selection.from] as const]),
  ];
  let all = everything.X;
  for (const [transformer, from] of steps) {
    if (from === "all") transformer.fit(all, everything.y);
    else transformer.fit(learning.X, learning.y);
    all = transformer.transform(all);
    learning = { ...learning, X: transformer.transform(learning.X) };
    asked = transformer.transform(asked);
  }
  const classifier = classifierFromJson({ model: model.name, options: model.options });
  return { predicted: [...makePipeline(classifier).fit(learning.X, learning.y).predict(asked)] };
}

function takeRows({ data, shape: [, columns] }: Matrix, rows: readonly number[]): Matrix {
  const taken = new Float32Array(rows.length * columns);
  rows.forEach((row, i) => {
    taken.set(data.subarray(row * columns, (row + 1) * columns), i * columns);
  });
  return { data: taken, shape: [rows.length, columns] };
}
