import { alignColumns, hasProbabilities } from "../classifiers";
import { argmaxRows } from "../classifiers/classifier";
import { takeRows } from "../evaluation";
import {
  type LabelledSource,
  loadTensorFlow,
  predictProbabilities,
  SequenceScaler,
  sequencesInMemory,
  simpleRnn,
  takeSequences,
  train,
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
  const columns = asked.shape[1];
  if (!hasProbabilities(classifier)) return { predicted, columns };
  const { data } = alignColumns(classifier.predictProba(asked), classifier.classes, CLASSES);
  return { predicted, columns, probabilities: [...data] };
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
  const part = (items: readonly number[]): LabelledSource => ({
    source: sequencesInMemory(scaler.transform(takeSequences(dataset.sequences, items))),
    labels: items.map((item) => dataset.labels[item]!),
  });
  const [, steps, features] = dataset.sequences.shape;
  const { batchSize, learningRate, clipNorm, ...size } = RNN;
  const model = simpleRnn(tf, steps, features, CLASSES, { ...size, seed: task.seed });
  try {
    const data = { train: part(task.train), validation: part(task.validation) };
    const history = await train(model, data, {
      batchSize,
      clipNorm,
      optimizer: { kind: "adamw", learningRate },
      epochs: task.epochs,
      seed: task.seed,
      progress: false,
    });
    const probabilities = await predictProbabilities(model, part(task.test).source);
    return { predicted: [...argmaxRows(probabilities)], probabilities: [...probabilities.data], ...history };
  } finally {
    model.dispose();
  }
}
