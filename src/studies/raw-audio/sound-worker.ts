import type { LayersModel } from "@tensorflow/tfjs";
import {
  loadTensorFlow,
  predictProbabilities,
  sequencesInMemory,
  takeItems,
  train,
  trainingSignatures,
} from "../../networks";
import { learnedFilters } from "../../networks/convolution";
import { WAVEFORM_RATE } from "./excerpts";
import { BATCH_SIZE, SOUND_NETWORKS } from "./sound-networks";
import type { FirstLayer, SoundData, SoundResult, SoundTask } from "./sound-task";

const TRAINING = {
  batchSize: BATCH_SIZE,
  optimizer: { kind: "adamw", learningRate: 2e-3, weightDecay: 1e-2 },
  schedule: { kind: "cosine" },
  clipNorm: 5,
  progress: false,
} as const;

/** Frequencies at which filters are drawn. */
const POINTS = 128;

/** Trains one network on excerpts and asks it about those of the test clips; runs in a worker. */
export default async function fit({ task, dataset }: { task: SoundTask; dataset: SoundData }): Promise<SoundResult> {
  const started = performance.now();
  const { criterion, epochs, seed } = task;
  const { input, make } = SOUND_NETWORKS[task.network];
  const { tf } = await loadTensorFlow();
  const sequences = dataset[input];
  const [, steps, features] = sequences.shape;
  const quadrants = criterion === "cross-entropy";
  const model = make(tf, { head: quadrants ? "quadrants" : "valence-arousal", seed, steps, features });
  try {
    const source = sequencesInMemory(sequences, { names: dataset.names });
    const labels = quadrants ? dataset.labels : dataset.affect;
    const part = (items: readonly number[]) => takeItems({ source, labels }, items);
    const before = input === "waveform" ? firstLayerOf(model) : undefined;
    const history = await train(
      model,
      { train: part(task.train), validation: part(task.validation) },
      { ...TRAINING, criterion, epochs, seed },
    );
    const { data } = await predictProbabilities(model, part(task.test).source);
    const after = before && firstLayerOf(model);
    return {
      outputs: [...data],
      ...history,
      signatures: trainingSignatures(history).map(({ text }) => text),
      parameters: model.countParams(),
      ...(after && { firstLayer: { ...after, centresBefore: before.centres } }),
      seconds: (performance.now() - started) / 1000,
    };
  } finally {
    model.dispose();
  }
}

/** Of every layer that takes the waveform itself, the filters one after the other. */
function firstLayerOf(model: LayersModel): Omit<FirstLayer, "centresBefore"> {
  const first = model.layers.filter(
    (layer) => layer.input === model.inputs[0] && layer.getClassName() !== "InputLayer",
  );
  const learnt = first.map((layer) => learnedFilters(layer, { sampleRate: WAVEFORM_RATE, points: POINTS }));
  const filters = learnt.flatMap((layer) => layer.filters);
  return {
    frequencies: [...learnt[0]!.frequencies],
    centres: filters.map(({ centreHz }) => centreHz),
    responses: filters.map(({ response }) => {
      const largest = Math.max(...response);
      return Array.from(response, (size) => Number((size / largest).toFixed(4)));
    }),
  };
}
