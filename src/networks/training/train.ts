import { join } from "node:path";
import type { LayersModel } from "@tensorflow/tfjs";
import { cellSignal, uninterrupted } from "../../kernel/kernel-session";
import { writeFileAtomic } from "../../store";
import { loadTensorFlow } from "../tensorflow";
import { readCheckpoint, writeCheckpoint } from "./checkpoint";
import { criterionOf, isRegression } from "./criterion";
import { bestEpochOf, type EpochRecord, historyCsv, stopsEarly, type TrainingHistory, watchedLosses } from "./history";
import { checkEveryClass, checkLabelled } from "./labelled-source";
import { Network } from "./network";
import { newOptimizer } from "./optimizer";
import { recipeOf, type TrainingOptions } from "./options";
import { originOf } from "./origin";
import { learningRateAfter } from "./schedule";
import { StepSeeds } from "./step-seeds";
import { type Training, type TrainingData, trainEpoch } from "./train-epoch";
import { TrainingProgress } from "./training-progress";
import { trainingSignatures } from "./training-signatures";

/**
 * Trains a model that turns sequences into probabilities of classes, on cross-entropy, or into numbers, on the criterion
 * "mse" or "ccc", and leaves it with the weights of its best epoch on the validation set; also where it ends with an error.
 *
 * Everything random follows from the seed and the number of the epoch and step, so the same call gives the same weights
 * to the bit, on one backend: also where the training was killed in between and found its checkpoint in `folder`.
 *
 * @returns losses, accuracies and gradients of each epoch; see `trainingSignatures` for what they tell
 * @throws QuadrantError "bad-argument" when a set is empty, a class has no item in the train set, shapes do not fit, a value
 *   is not finite (names the item), or loss or gradient become NaN (names epoch and batch; the checkpoint before it stays);
 *   "bad-store" for a checkpoint that is damaged or another training's; "interrupted" when the signal stopped it, after
 *   the batch at work
 *
 * @example
 * const history = await train(model, { train: { source, labels }, validation }, { epochs: 50, batchSize: 32, clipNorm: 5 });
 */
export async function train(
  model: LayersModel,
  data: TrainingData,
  options: TrainingOptions,
): Promise<TrainingHistory> {
  const { tf } = await loadTensorFlow();
  const network = new Network(tf, model);
  const recipe = recipeOf(options);
  const regression = isRegression(recipe.criterion);
  network.checkTrainable(regression ? "linear" : "softmax");
  checkData(network, data, regression);
  const optimizer = newOptimizer(recipe.optimizer);
  const initialRate = optimizer.learningRate;
  const files = options.folder === undefined ? undefined : filesIn(options.folder);
  const origin = originOf(model, recipe, data);
  const found = files === undefined ? undefined : readCheckpoint(files.checkpoint, origin);
  const epochs: EpochRecord[] = [...(found?.epochs ?? [])];
  let bestWeights = found?.bestWeights ?? network.weights();
  const training: Training = {
    network,
    data,
    recipe,
    criterion: criterionOf(recipe, data.train.labels, network.classes),
    optimizer,
    seeds: new StepSeeds(model, recipe.seed),
    progress: new TrainingProgress(options, data, epochs.length),
    signal: options.signal ?? cellSignal(),
    checkpoint: files?.checkpoint,
  };
  if (found !== undefined) {
    network.setWeights(found.weights);
    optimizer.state = found.optimizer;
  }
  try {
    while (epochs.length < options.epochs && !stopsEarly(epochs, options.earlyStopping)) {
      optimizer.learningRate = learningRateAfter(watchedLosses(epochs), recipe.schedule, initialRate, options.epochs);
      const record = await trainEpoch(training, epochs.length + 1);
      uninterrupted(() => {
        epochs.push(record);
        const weights = network.weights();
        if (bestEpochOf(epochs) === record.epoch) bestWeights = weights;
        if (files === undefined) return;
        writeCheckpoint(files.checkpoint, { origin, epochs, weights, bestWeights, optimizer: optimizer.state });
        writeFileAtomic(files.history, historyCsv(epochs));
      });
      options.onEpoch?.(record);
    }
    if (options.keep === "last") bestWeights = network.weights();
  } finally {
    network.setWeights(bestWeights);
    training.progress.done();
  }
  const history = { epochs, bestEpoch: bestEpochOf(epochs) };
  for (const { text } of trainingSignatures(history)) training.progress.say(text);
  return history;
}

function filesIn(folder: string): { readonly checkpoint: string; readonly history: string } {
  return { checkpoint: join(folder, "checkpoint.npz"), history: join(folder, "history.csv") };
}

function checkData(network: Network, { train, validation }: TrainingData, regression: boolean): void {
  for (const [set, data] of Object.entries({ train, validation })) {
    if (data === undefined) continue;
    checkLabelled(set, data, { outputs: network.classes, regression });
    network.checkSource(set, data.source);
  }
  if (!regression) checkEveryClass(train, network.classes);
}
