import type { LayersModel } from "@tensorflow/tfjs";
import type { Matrix } from "../../arrays";
import { cellSignal, uninterrupted } from "../../kernel/kernel-session";
import type { SequenceSource } from "../sequence-source";
import { loadTensorFlow } from "../tensorflow";
import { batchesInOrder } from "./batches";
import type { Criterion } from "./criterion";
import { type LabelledSource, labelsOf } from "./labelled-source";
import { Network } from "./network";
import { type Batch, readBatches } from "./read-batches";

export interface PredictOptions {
  /** Clips that go through the model at once. */
  readonly batchSize?: number;
  /** That of the running notebook cell by default. */
  readonly signal?: AbortSignal;
}

/** Loss as of an epoch, accuracy 0 to 1. */
interface Evaluation {
  readonly loss: number;
  /** Null in a regression. */
  readonly accuracy: number | null;
}

/**
 * Probabilities of each class; of a model for a regression its numbers.
 *
 * @returns (items, classes)
 * @throws QuadrantError "bad-argument" for sequences of another shape than the model's, or that hold NaN
 *
 * @example
 * const probabilities = await predictProbabilities(model, sequencesInMemory(sequences));
 */
export async function predictProbabilities(
  model: LayersModel,
  source: SequenceSource,
  { batchSize = 32, signal = cellSignal() }: PredictOptions = {},
): Promise<Matrix> {
  const { tf } = await loadTensorFlow();
  const network = new Network(tf, model);
  network.checkSource("given", source);
  const data = new Float32Array(source.shape[0] * network.classes);
  for await (const batch of readInOrder(network, "given", source, { batchSize, signal })) {
    data.set(
      uninterrupted(() => network.probabilities(batch)),
      batch.items[0]! * network.classes,
    );
  }
  return { data, shape: [source.shape[0], network.classes] };
}

/** Loss and accuracy of a network that is being trained, on its validation set. */
export async function evaluate(
  network: Network,
  data: LabelledSource,
  criterion: Criterion,
  options: Required<PredictOptions>,
): Promise<Evaluation> {
  const { source } = data;
  const scores = new Float32Array(source.shape[0] * network.classes);
  for await (const batch of readInOrder(network, "validation", source, options)) {
    scores.set(
      uninterrupted(() => network.scores(batch)),
      batch.items[0]! * network.classes,
    );
  }
  // All at once: a concordance over each batch would be another number.
  const everyItem = Array.from({ length: source.shape[0] }, (_, item) => item);
  const { lossSum, weightSum, right } = criterion(scores, labelsOf(data, everyItem));
  return { loss: lossSum / weightSum, accuracy: right === null ? null : right / source.shape[0] };
}

function readInOrder(
  network: Network,
  set: string,
  source: SequenceSource,
  { batchSize, signal }: Required<PredictOptions>,
): AsyncGenerator<Batch> {
  const batches = batchesInOrder(source.shape[0], batchSize);
  return readBatches(source, batches, { set, trim: network.anySteps, signal });
}
