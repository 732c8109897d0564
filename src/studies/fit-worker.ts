import type { Matrix } from "../arrays";
import {
  alignColumns,
  DummyClassifier,
  LogisticRegression,
  makePipeline,
  type ProbabilisticClassifier,
  StandardScaler,
} from "../classifiers";
import {
  loadTensorFlow,
  predictSequences,
  SequenceScaler,
  type Sequences,
  simpleRnn,
  takeSequences,
  trainNetwork,
} from "../networks";
import type { Dataset } from "./dataset";
import { type FitResult, type FitTask, isRecurrent, type ModelName } from "./fit-task";

/** L-BFGS needs more steps than scikit-learn's 100 on hundreds of correlated columns. */
const MAX_ITERATIONS = 1000;
const CLASSES = 4;

/** Of the simple RNN: the study's dropout, and a size and rate that suit hundreds of clips rather than thousands. */
const RNN = { units: 32, dropout: 0.2, batchSize: 32, learningRate: 1e-3, clipNorm: 5 };

/** Fits one model; runs in a worker. */
export default async function fit({ task, dataset }: { task: FitTask; dataset: Dataset }): Promise<FitResult> {
  const started = performance.now();
  const fitted = isRecurrent(task.model) ? await fitNetwork(task, dataset) : fitClassifier(task, dataset);
  return { ...fitted, seconds: (performance.now() - started) / 1000 };
}

function fitClassifier({ model, train, test }: FitTask, dataset: Dataset): Omit<FitResult, "seconds"> {
  const classifier = newClassifier(model).fit(
    takeRows(dataset.summary, train),
    train.map((item) => dataset.labels[item]!),
  );
  const probabilities = classifier.predictProba(takeRows(dataset.summary, test));
  return { probabilities: [...alignColumns(probabilities, classifier.classes, CLASSES).data] };
}

function newClassifier(model: ModelName): ProbabilisticClassifier {
  switch (model) {
    case "majority":
      return new DummyClassifier();
    case "logistic regression":
      return makePipeline(new StandardScaler(), new LogisticRegression({ maxIter: MAX_ITERATIONS }));
    case "logistic regression, C = 0.01":
      return makePipeline(new StandardScaler(), new LogisticRegression({ C: 0.01, maxIter: MAX_ITERATIONS }));
    case "simple RNN":
      throw new TypeError("a simple RNN is no classifier of summary statistics");
  }
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
    const { data } = predictSequences(tf, model, part(task.test).sequences);
    return { probabilities: [...data], ...history };
  } finally {
    model.dispose();
  }
}

function takeRows({ data, shape: [, columns] }: Matrix, items: readonly number[]): Matrix {
  const taken = new Float32Array(items.length * columns);
  items.forEach((item, i) => {
    taken.set(data.subarray(item * columns, (item + 1) * columns), i * columns);
  });
  return { data: taken, shape: [items.length, columns] };
}
