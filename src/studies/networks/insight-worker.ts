import {
  buildNetwork,
  fitSequenceScaling,
  hiddenStates,
  loadTensorFlow,
  saliency,
  scaledSource,
  sequencesInMemory,
  takeItems,
  train,
  trajectories,
} from "../../networks";
import type { NetworkData, NetworkTask } from "./network-task";

const CLASSES = 4;

export interface InsightTask extends Pick<NetworkTask, "recipe" | "train" | "validation" | "seed"> {
  /** Clips that the network has not seen, and is looked into with. */
  readonly clips: readonly number[];
}

/** What a network makes of one clip. */
export interface ClipInsight {
  readonly label: number;
  /** Of the label, 0 to 1. */
  readonly probability: number;
  /** Of each step: the length of the gradient of the log-probability, in nats. */
  readonly ofSteps: readonly number[];
  /** Of each row: the same over all steps. */
  readonly ofRows: readonly number[];
  /** The path of the states through the plane in which they vary most. */
  readonly path: readonly (readonly [number, number])[];
}

/** Trains a network and looks into it; runs in a worker. Clips lie in memory. */
export default async function look({
  task,
  dataset,
}: {
  task: InsightTask;
  dataset: NetworkData & { kind: "memory" };
}): Promise<ClipInsight[]> {
  const { recipe, seed, clips } = task;
  const { tf } = await loadTensorFlow();
  const { sequences, lengths, labels } = dataset;
  const [, steps, features] = sequences.shape;
  const plain = sequencesInMemory(sequences, lengths && { lengths });
  const source = scaledSource(plain, fitSequenceScaling(sequences, recipe.input.scaling, task.train, lengths));
  const model = buildNetwork(tf, recipe.network, { steps, features, classes: CLASSES }, seed);
  try {
    const part = (items: readonly number[]) => takeItems({ source, labels }, items);
    await train(
      model,
      { train: part(task.train), validation: part(task.validation) },
      { ...recipe.training, seed, progress: false },
    );
    const looked = [];
    for (const clip of clips) {
      const data = new Float32Array(steps * features);
      await source.read([clip], data);
      const matrix = { data, shape: [steps, features] as [number, number] };
      const options = lengths === undefined ? {} : { length: lengths[clip]! };
      looked.push({
        seen: saliency(tf, model, matrix, options),
        states: hiddenStates(tf, model, matrix, options),
      });
    }
    const { points } = trajectories(looked.map(({ states }) => states));
    return looked.map(({ seen }, i) => ({
      label: seen.label,
      probability: seen.probability,
      ofSteps: [...seen.ofSteps],
      ofRows: [...seen.ofFeatures],
      path: Array.from({ length: points[i]!.shape[0] }, (_, step) => {
        return [points[i]!.data[2 * step]!, points[i]!.data[2 * step + 1]!] as const;
      }),
    }));
  } finally {
    model.dispose();
  }
}
