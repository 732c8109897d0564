import { argmaxRows } from "../../classifiers/classifier";
import {
  buildNetwork,
  fitSequenceScaling,
  type InputRecipe,
  loadTensorFlow,
  predictProbabilities,
  type SequenceSource,
  StoreSource,
  scaledSource,
  sequencesInMemory,
  specAugmented,
  takeItems,
  train,
  trainingSignatures,
} from "../../networks";
import { FeatureStore } from "../../store";
import type { NetworkData, NetworkResult, NetworkTask } from "./network-task";
import { reorderedSource } from "./reordered-source";

const CLASSES = 4;

/** Trains one network and asks it about the test clips; runs in a worker. */
export default async function fit({
  task,
  dataset,
}: {
  task: NetworkTask;
  dataset: NetworkData;
}): Promise<NetworkResult> {
  const started = performance.now();
  const { recipe, seed, keep, asked = 1 } = task;
  const { tf } = await loadTensorFlow();
  const { source, close } = await openSource(dataset, recipe.input, task.train);
  const [, steps, features] = source.shape;
  const model = buildNetwork(tf, recipe.network, { steps, features, classes: CLASSES }, seed);
  try {
    const ordered = reorderedSource(source, task.order ?? "as played", seed);
    const part = (items: readonly number[]) => takeItems({ source: ordered, labels: dataset.labels }, items);
    const learnt = part(task.train);
    const history = await train(
      model,
      {
        train: recipe.input.specAugment ? { ...learnt, source: specAugmented(learnt.source, { seed }) } : learnt,
        ...(task.validation.length > 0 && { validation: part(task.validation) }),
      },
      { ...recipe.training, seed, keep, progress: false },
    );
    const test = part(task.test).source;
    const answers = [];
    for (let turn = 0; turn < asked; turn++) answers.push(await predictProbabilities(model, test));
    const [probabilities] = answers;
    const labels = answers.map((answer) => [...argmaxRows(answer)]);
    return {
      predicted: labels[0]!,
      probabilities: [...probabilities!.data],
      ...(asked > 1 && { unsteady: shareThatChanges(labels) }),
      ...history,
      signatures: trainingSignatures(history).map(({ text }) => text),
      parameters: model.countParams(),
      seconds: (performance.now() - started) / 1000,
    };
  } finally {
    model.dispose();
    await close();
  }
}

/** The clips of the corpus, scaled by those that are learnt from. */
async function openSource(
  data: NetworkData,
  { scaling }: InputRecipe,
  learnt: readonly number[],
): Promise<{ source: SequenceSource; close: () => Promise<void> }> {
  if (data.kind === "memory") {
    const { sequences, lengths, names } = data;
    const plain = sequencesInMemory(sequences, { names, ...(lengths && { lengths }) });
    const source = scaledSource(plain, fitSequenceScaling(sequences, scaling, learnt, lengths));
    return { source, close: async () => {} };
  }
  const clips = await StoreSource.open(FeatureStore.open(data.root), data.names, data.options);
  return { source: clips.scaledBy(await clips.fitScaling(scaling, learnt)), close: () => clips.close() };
}

function shareThatChanges(answers: readonly (readonly number[])[]): number {
  const [first] = answers;
  const changing = first!.filter((label, i) => answers.some((answer) => answer[i] !== label));
  return changing.length / first!.length;
}
