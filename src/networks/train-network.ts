import type { LayersModel, Tensor } from "@tensorflow/tfjs";
import type { Matrix } from "../arrays";
import { QuadrantError } from "../errors";
import { MT19937 } from "../random";
import { type Sequences, takeSequences } from "./sequences";
import type { TensorFlow } from "./tensorflow";

/** Sequences and the class of each. */
export interface LabelledSequences {
  readonly sequences: Sequences;
  readonly labels: readonly number[];
}

export interface TrainingOptions {
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number;
  /** The norm that the gradient of all weights is clipped to. */
  readonly clipNorm: number;
  /** Of the order of the batches. */
  readonly seed: number;
  readonly onEpoch?: (record: EpochRecord) => void;
}

/** Losses are mean cross-entropies in nats, accuracies 0 to 1. Epochs count from 1. */
export interface EpochRecord {
  readonly epoch: number;
  readonly trainLoss: number;
  readonly trainAccuracy: number;
  readonly validationLoss: number;
  readonly validationAccuracy: number;
}

export interface TrainingHistory {
  readonly epochs: readonly EpochRecord[];
  /** The epoch with the smallest validation loss, whose weights the model has afterwards. */
  readonly bestEpoch: number;
}

/**
 * Trains with Adam on cross-entropy and keeps the weights of the best validation epoch.
 *
 * The loss of an epoch is the mean over its batches while the weights still move, with dropout; validation is measured
 * at its end, without.
 *
 * @throws QuadrantError "bad-argument" when a set is empty, an input is not finite (names the item and the step), or the
 * gradient explodes (names the epoch)
 */
export async function trainNetwork(
  tf: TensorFlow,
  model: LayersModel,
  train: LabelledSequences,
  validation: LabelledSequences,
  options: TrainingOptions,
): Promise<TrainingHistory> {
  for (const [name, set] of Object.entries({ train, validation })) {
    if (set.labels.length === 0) throw new QuadrantError("bad-argument", `the ${name} set is empty`);
    checkFinite(name, set.sequences);
  }
  const optimizer = tf.train.adam(options.learningRate);
  const random = new MT19937(options.seed);
  const order = train.labels.map((_, item) => item);
  const epochs: EpochRecord[] = [];
  let best: { epoch: number; loss: number; weights: Tensor[] } | undefined;
  for (let epoch = 1; epoch <= options.epochs; epoch++) {
    random.shuffle(order);
    let loss = 0;
    let right = 0;
    for (let from = 0; from < order.length; from += options.batchSize) {
      const items = order.slice(from, from + options.batchSize);
      const batch = trainBatch(tf, model, optimizer, train, items, options.clipNorm);
      loss += (batch.loss * items.length) / order.length;
      right += batch.right;
      if (!Number.isFinite(batch.norm)) {
        throw new QuadrantError("bad-argument", `the norm of the gradient became ${batch.norm} in epoch ${epoch}`, {
          remedy: `Lower learningRate (${options.learningRate}) or clipNorm (${options.clipNorm}).`,
        });
      }
    }
    const validated = evaluate(tf, model, validation);
    const record: EpochRecord = {
      epoch,
      trainLoss: loss,
      trainAccuracy: right / order.length,
      validationLoss: validated.loss,
      validationAccuracy: validated.right / validation.labels.length,
    };
    epochs.push(record);
    options.onEpoch?.(record);
    if (best === undefined || validated.loss < best.loss) {
      tf.dispose(best?.weights ?? []);
      best = { epoch, loss: validated.loss, weights: model.getWeights().map((weight) => weight.clone()) };
    }
    // Lets an interrupt, a progress line or another request through between epochs.
    await tf.nextFrame();
  }
  optimizer.dispose();
  if (best !== undefined) {
    model.setWeights(best.weights);
    tf.dispose(best.weights);
  }
  return { epochs, bestEpoch: best?.epoch ?? 0 };
}

/** Probabilities of each class, (items, classes). */
export function predictSequences(tf: TensorFlow, model: LayersModel, sequences: Sequences): Matrix {
  const [items] = sequences.shape;
  const output = tf.tidy(() => model.predict(tensorOf(tf, sequences)) as Tensor);
  const data = Float32Array.from(output.dataSync());
  const classes = output.shape[1]!;
  output.dispose();
  return { data, shape: [items, classes] };
}

function trainBatch(
  tf: TensorFlow,
  model: LayersModel,
  optimizer: ReturnType<TensorFlow["train"]["adam"]>,
  { sequences, labels }: LabelledSequences,
  items: readonly number[],
  clipNorm: number,
): { loss: number; right: number; norm: number } {
  return tf.tidy(() => {
    const x = tensorOf(tf, takeSequences(sequences, items));
    const y = items.map((item) => labels[item]!);
    let predicted: Tensor | undefined;
    const { value, grads } = tf.variableGrads(() => {
      const probabilities = model.apply(x, { training: true }) as Tensor;
      predicted = tf.keep(probabilities.clone());
      return crossEntropy(tf, probabilities, y);
    });
    const norm = tf.sqrt(tf.addN(Object.values(grads).map((gradient) => tf.sum(tf.square(gradient)))));
    const factor = tf.minimum(1, tf.div(clipNorm, norm));
    optimizer.applyGradients(
      Object.fromEntries(Object.entries(grads).map(([name, gradient]) => [name, tf.mul(gradient, factor)])),
    );
    const result = {
      loss: value.dataSync()[0]!,
      right: countRight(tf, predicted!, y),
      norm: norm.dataSync()[0]!,
    };
    predicted!.dispose();
    return result;
  });
}

function evaluate(
  tf: TensorFlow,
  model: LayersModel,
  { sequences, labels }: LabelledSequences,
): { loss: number; right: number } {
  return tf.tidy(() => {
    const probabilities = model.predict(tensorOf(tf, sequences)) as Tensor;
    return {
      loss: crossEntropy(tf, probabilities, labels).dataSync()[0]!,
      right: countRight(tf, probabilities, labels),
    };
  });
}

/** A softmax that is clipped away from 0 hides a NaN from the loss, so the door must catch it. */
function checkFinite(name: string, { data, shape: [, steps, features] }: Sequences): void {
  const at = data.findIndex((value) => !Number.isFinite(value));
  if (at < 0) return;
  const item = Math.floor(at / (steps * features));
  const step = Math.floor(at / features) % steps;
  throw new QuadrantError("bad-argument", `item ${item} of the ${name} set holds ${data[at]} at step ${step}`, {
    remedy: "Leave the clip out, or extract its features again.",
  });
}

function tensorOf(tf: TensorFlow, { data, shape: [items, steps, features] }: Sequences) {
  return tf.tensor3d(data, [items, steps, features]);
}

function crossEntropy(tf: TensorFlow, probabilities: Tensor, labels: readonly number[]) {
  const wanted = tf.oneHot(tf.tensor1d([...labels], "int32"), probabilities.shape[1]!);
  // 1e-7 is Keras' epsilon: the softmax of float32 may reach 0.
  const logs = tf.log(tf.clipByValue(probabilities, 1e-7, 1));
  return tf.neg(tf.mean(tf.sum(tf.mul(wanted, logs), 1))).asScalar();
}

function countRight(tf: TensorFlow, probabilities: Tensor, labels: readonly number[]): number {
  const predicted = tf.argMax(probabilities, 1).dataSync();
  return labels.filter((label, i) => label === predicted[i]).length;
}
