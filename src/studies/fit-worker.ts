import { alignColumns, hasProbabilities } from "../classifiers";
import { argmaxRows } from "../classifiers/classifier";
import { takeRows } from "../evaluation";
import {
  loadTensorFlow,
  predictSequences,
  SequenceScaler,
  type Sequences,
  simpleRnn,
  takeSequences,
  trainNetwork,
} from "../networks";
import { MT19937 } from "../random";
import type { Dataset } from "./dataset";
import type { FitResult, FitTask } from "./fit-task";
import { type ClassifierName, isRecurrent, newClassifier } from "./models";

const CLASSES = 4;

/** Of the simple RNN: the study's dropout, and a size and rate that suit hundreds of clips rather than thousands. */
const RNN = { units: 32, dropout: 0.2, batchSize: 32, learningRate: 1e-3, clipNorm: 5 };

/** Fits one model; runs in a worker. */
export default async function fit({ task, dataset }: { task: FitTask; dataset: Dataset }): Promise<FitResult> {
  const started = performance.now();
  const { model } = task;
  const fitted = isRecurrent(model) ? await fitNetwork(task, dataset) : fitClassifier(task, model, dataset);
  return { ...fitted, seconds: (performance.now() - started) / 1000 };
}

function fitClassifier(task: FitTask, name: ClassifierName, dataset: Dataset): Omit<FitResult, "seconds"> {
  const classifier = newClassifier(name, task.seed);
  classifier.fit(takeRows(dataset.summary, task.train), learntLabels(task, dataset));
  const asked = takeRows(dataset.summary, task.test);
  const predicted = [...classifier.predict(asked)];
  if (!hasProbabilities(classifier)) return { predicted };
  const { data } = alignColumns(classifier.predictProba(asked), classifier.classes, CLASSES);
  return { predicted, probabilities: [...data] };
}

/** The labels that are learnt from, shuffled where the task says so. */
function learntLabels({ train, permuteLabels, seed }: FitTask, { labels }: Dataset): number[] {
  const learnt = train.map((item) => labels[item]!);
  if (permuteLabels === true) new MT19937([seed, 1]).shuffle(learnt);
  return learnt;
}

async function fitNetwork(task: FitTask, dataset: Dataset): Promise<Omit<FitResult, "seconds">> {
  const { tf } = await loadTensorFlow();
  const scaler = new SequenceScaler().fit(takeSequences(dataset.sequences, task.train));
  const part = (items: readonly number[]): { sequences: Sequences; labels: number[] } => ({
    sequences: scaler.transform(takeSequences(dataset.sequences, items)),
    labels: items.map((item) => dataset.labels[item]!),
  });
  const [, steps, features] = dataset.sequences.shape;
  const model = simpleRnn(tf, steps, features, CLASSES, { ...RNN, seed: task.seed });
  try {
    const history = await trainNetwork(tf, model, part(task.train), part(task.validation), {
      ...RNN,
      epochs: task.epochs,
      seed: task.seed,
    });
    const probabilities = predictSequences(tf, model, part(task.test).sequences);
    return { predicted: [...argmaxRows(probabilities)], probabilities: [...probabilities.data], ...history };
  } finally {
    model.dispose();
  }
}
