import { alignColumns, hasProbabilities } from "../../classifiers";
import { takeRows } from "../../evaluation";
import { MT19937 } from "../../random";
import type { Dataset } from "../run/dataset";
import type { FitResult, FitTask } from "./fit-task";
import { newClassifier } from "./models";

const CLASSES = 4;

/** Fits one classifier; runs in a worker. */
export default function fit({ task, dataset }: { task: FitTask; dataset: Dataset }): FitResult {
  const started = performance.now();
  const classifier = newClassifier(task.model, task.seed);
  classifier.fit(takeRows(dataset.summary, task.train), learntLabels(task, dataset));
  const asked = takeRows(dataset.summary, task.test);
  const predicted = [...classifier.predict(asked)];
  const probabilities = hasProbabilities(classifier)
    ? [...alignColumns(classifier.predictProba(asked), classifier.classes, CLASSES).data]
    : undefined;
  const seconds = (performance.now() - started) / 1000;
  return { predicted, columns: asked.shape[1], ...(probabilities && { probabilities }), seconds };
}

/** The labels that are learnt from, shuffled where the task says so. */
function learntLabels({ train, permuteLabels, seed }: FitTask, { labels }: Dataset): number[] {
  const learnt = train.map((item) => labels[item]!);
  if (permuteLabels === true) new MT19937([seed, 1]).shuffle(learnt);
  return learnt;
}
