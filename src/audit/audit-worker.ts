import type { Matrix } from "../arrays";
import { classifierFromJson, SelectKBest, StandardScaler } from "../classifiers";
import { takeRows } from "../evaluation";
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
  const learnt = train.map(labelOf);
  if (task.permuteLabels) new MT19937([task.seed, 2]).shuffle(learnt);
  const steps: readonly (readonly [Step, "all" | "training"])[] = [
    [scaling.kind === "per-column" ? new StandardScaler() : new ScalarScaler(), scaling.from],
    ...(selection === null ? [] : [[new SelectKBest({ k: selection.columns }), selection.from] as const]),
  ];
  let training = takeRows(dataset.columns, train);
  let asked = takeRows(dataset.columns, test);
  const peeked = steps.some(([, from]) => from === "all") ? [...learnt, ...test.map(labelOf)] : undefined;
  for (const [transformer, from] of steps) {
    if (from === "all") transformer.fit(stackRows(training, asked), peeked!);
    else transformer.fit(training, learnt);
    training = transformer.transform(training);
    asked = transformer.transform(asked);
  }
  const classifier = classifierFromJson({ model: model.name, options: model.options });
  return { predicted: [...classifier.fit(training, learnt).predict(asked)] };
}

function stackRows(above: Matrix, below: Matrix): Matrix {
  const data = new Float32Array(above.data.length + below.data.length);
  data.set(above.data);
  data.set(below.data, above.data.length);
  return { data, shape: [above.shape[0] + below.shape[0], above.shape[1]] };
}
