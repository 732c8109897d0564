import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import {
  buildNetwork,
  loadTensorFlow,
  type NetworkSpec,
  OUR_NETWORKS,
  PUBLISHED_NETWORKS,
  predictProbabilities,
  type SequenceSource,
  StoreSource,
  sequencesInMemory,
  specAugmented,
  takeItems,
  train,
} from "../../../src/networks";
import { MT19937 } from "../../../src/random";
import { FeatureStore } from "../../../src/store";

const folder = mkdtempSync(join(tmpdir(), "quadrant-training-"));
after(() => rmSync(folder, { recursive: true }));

const [FRAMES, ROWS] = [24, 20];

/** Clips of unequal length whose first rows rise or fall. */
function newStore(items: number): { store: FeatureStore; ids: string[]; labels: number[] } {
  const store = FeatureStore.open(mkdtempSync(join(folder, "store-")));
  const random = new MT19937(1);
  const labels = Array.from({ length: items }, (_, item) => item % 2);
  const ids = labels.map((label, item) => {
    const frames = 12 + (item % 5) * 4;
    const data = Float32Array.from({ length: ROWS * frames }, (_, i) => {
      const slope = i < 5 * frames ? (label === 1 ? 4 : -4) * ((i % frames) / frames - 0.5) : 0;
      return 100 + slope + random.normal();
    });
    store.write(`clip-${item}`, {
      features: { mfcc: { data, shape: [ROWS, frames] } },
      provenance: {
        ...{ extractor: "test", parameters: {}, sr: 22_050, seconds: 1 },
        audio: { sha256: "ab", size: 10, mtimeMs: 1 },
      },
    });
    return `clip-${item}`;
  });
  return { store, ids, labels };
}

const TRAIN = Array.from({ length: 40 }, (_, i) => i);
const OPTIONS = {
  ...{ epochs: 12, batchSize: 8, clipNorm: 5, progress: false as const, seed: 3 },
  optimizer: { kind: "adamw", learningRate: 0.01 },
} as const;

test("networks train from a store as from memory, with padding left out and clips augmented, and repeat", async () => {
  const { tf } = await loadTensorFlow();
  const { store, ids, labels } = newStore(50);
  const clips = await StoreSource.open(store, ids, { features: ["mfcc"], frames: FRAMES });
  const source = clips.scaledBy(await clips.fitScaling("row", TRAIN));
  const data = new Float32Array(50 * FRAMES * ROWS);
  await source.read(
    ids.map((_, i) => i),
    data,
  );
  const inMemory = sequencesInMemory({ data, shape: [50, FRAMES, ROWS] }, { lengths: source.lengths!, names: ids });
  const networks: Record<string, NetworkSpec> = {
    "GRU, mean": { ...OUR_NETWORKS["GRU, mean"].network, units: 8 },
    "BiGRU, attention": { ...OUR_NETWORKS["BiGRU, attention"].network, units: 8 },
    "LSTM that starts from noise": { ...PUBLISHED_NETWORKS.LSTM.network, units: 8 },
  };
  for (const [name, spec] of Object.entries(networks)) {
    const run = async (from: SequenceSource) => {
      const model = buildNetwork(tf, spec, { steps: null, features: ROWS, classes: 2 }, 7);
      const augmented = specAugmented(from, { seed: 5, rowWidth: 3, timeWidth: 3 });
      const { epochs } = await train(model, { train: takeItems({ source: augmented, labels }, TRAIN) }, OPTIONS);
      const probabilities = await predictProbabilities(model, from);
      const weights = model.getWeights().map((weight) => [...weight.dataSync()]);
      model.dispose();
      return { epochs, probabilities, weights };
    };
    const [stored, kept] = [await run(source), await run(inMemory)];
    assert.deepEqual(kept.weights, stored.weights, name);
    assert.deepEqual(kept.probabilities, stored.probabilities, name);
    assert.ok(stored.epochs.at(-1)!.trainLoss < 0.5 * stored.epochs[0]!.trainLoss, `${name} learns`);
    const right = labels.slice(40).filter((label, i) => stored.probabilities.data[2 * (40 + i) + label]! > 0.5).length;
    assert.ok(right >= 8, `${name}: ${right} of 10 clips that it has not seen`);
  }
  await clips.close();
});
