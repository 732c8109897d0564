import { QuadrantError } from "../../errors";
import { uninterrupted } from "../../kernel/kernel-session";
import { MT19937 } from "../../random";
import { randomBatches } from "./batches";
import { clipNorm } from "./clip-norm";
import type { BatchLoss, Criterion } from "./criterion";
import type { EpochRecord } from "./history";
import { type LabelledSource, labelsOf } from "./labelled-source";
import type { Network } from "./network";
import type { Optimizer } from "./optimizer";
import type { Recipe } from "./options";
import { evaluate } from "./predict";
import { type Batch, readBatches } from "./read-batches";
import type { StepSeeds } from "./step-seeds";
import type { TrainingProgress } from "./training-progress";

export interface TrainingData {
  readonly train: LabelledSource;
  /** Chooses the epoch whose weights are kept; without it those of the last one are. */
  readonly validation?: LabelledSource;
}

/** What the epochs of a training work with. */
export interface Training {
  readonly network: Network;
  readonly data: TrainingData;
  readonly recipe: Recipe;
  readonly criterion: Criterion;
  readonly optimizer: Optimizer;
  readonly seeds: StepSeeds;
  readonly progress: TrainingProgress;
  readonly signal: AbortSignal;
  /** The file that keeps the epochs before this one. */
  readonly checkpoint: string | undefined;
}

/** Takes every item once, changes the weights after each batch, and measures the validation set. */
export async function trainEpoch(training: Training, epoch: number): Promise<EpochRecord> {
  const { network, data, recipe, criterion, optimizer, progress, signal } = training;
  const { source } = data.train;
  const [count] = source.shape;
  const lengths = network.anySteps ? source.lengths : undefined;
  const batches = randomBatches(count, recipe.batchSize, new MT19937([recipe.seed, epoch]), lengths);
  const norms: number[] = [];
  let [lossSum, weightSum, seen] = [0, 0, 0];
  let right: number | null = 0;
  for await (const batch of readBatches(source, batches, { set: "train", epoch, trim: network.anySteps, signal })) {
    const done = uninterrupted(() => trainBatch(training, batch, epoch, norms.length, batches.length));
    norms.push(done.norm);
    lossSum += done.lossSum;
    weightSum += done.weightSum;
    right = right === null || done.right === null ? null : right + done.right;
    seen += batch.items.length;
    progress.tick(epoch, lossSum / weightSum, right === null ? null : right / seen);
  }
  const validation =
    data.validation === undefined
      ? undefined
      : await evaluate(network, data.validation, criterion, { batchSize: recipe.batchSize, signal });
  return {
    epoch,
    learningRate: optimizer.learningRate,
    trainLoss: lossSum / weightSum,
    trainAccuracy: right === null ? null : right / count,
    validationLoss: validation?.loss ?? null,
    validationAccuracy: validation?.accuracy ?? null,
    gradientNorm: norms.reduce((sum, norm) => sum + norm, 0) / norms.length,
    largestGradientNorm: Math.max(...norms),
  };
}

interface TrainedBatch extends Omit<BatchLoss, "gradient"> {
  readonly norm: number;
}

/** @param index of the batch in its epoch, from 0 */
function trainBatch(training: Training, batch: Batch, epoch: number, index: number, batches: number): TrainedBatch {
  const { network, data, recipe, criterion, optimizer, seeds } = training;
  const labels = labelsOf(data.train, batch.items);
  let loss: BatchLoss = { lossSum: 0, weightSum: 0, right: null, gradient: new Float32Array() };
  const gradients = seeds.during((epoch - 1) * batches + index, () =>
    network.gradients(batch, (scores) => {
      loss = criterion(scores, labels);
      return loss.gradient;
    }),
  );
  const { lossSum, weightSum, right } = loss;
  const norm = clipNorm(gradients, recipe.clipNorm ?? Number.POSITIVE_INFINITY);
  const where = `epoch ${epoch}, batch ${index + 1} of ${batches}`;
  if (!Number.isFinite(lossSum) || !Number.isFinite(norm)) throw diverged(training, where, lossSum / weightSum, norm);
  const parameters = network.parameters();
  optimizer.step(parameters, gradients);
  network.setParameters(parameters);
  return { lossSum, weightSum, right, norm };
}

function diverged({ optimizer, recipe, checkpoint }: Training, where: string, loss: number, norm: number) {
  const clip = recipe.clipNorm === null ? "set clipNorm" : `lower clipNorm (${recipe.clipNorm})`;
  const kept = checkpoint === undefined ? "" : ` The epochs before it are kept in ${checkpoint}.`;
  return new QuadrantError("bad-argument", `the loss became ${loss}, the norm of its gradient ${norm}, in ${where}`, {
    remedy: `Lower the learning rate (${optimizer.learningRate}), or ${clip}.${kept}`,
  });
}
