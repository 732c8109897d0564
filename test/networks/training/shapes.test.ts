import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { loadTensorFlow, recurrentLayers, sequencesInMemory, train } from "../../../src/networks";
import { randomBatches } from "../../../src/networks/training/batches";
import { MT19937 } from "../../../src/random";

const RUNS = 15;

/** What may be odd about a training. */
const shapes = fc.record({
  items: fc.integer({ min: 2, max: 9 }),
  steps: fc.integer({ min: 1, max: 5 }),
  features: fc.integer({ min: 1, max: 3 }),
  units: fc.integer({ min: 1, max: 9 }),
  batchSize: fc.integer({ min: 1, max: 4 }),
  anySteps: fc.boolean(),
  ragged: fc.boolean(),
  cell: fc.constantFrom("simpleRNN" as const, "lstm" as const, "gru" as const),
});

test("any shape trains, a batch of one and a single step too, the same twice", async () => {
  const { tf } = await loadTensorFlow();
  await fc.assert(
    fc.asyncProperty(shapes, async ({ items, steps, features, units, batchSize, anySteps, ragged, cell }) => {
      const data = Float32Array.from({ length: items * steps * features }, (_, i) => Math.sin(i * i));
      const lengths = Array.from({ length: items }, (_, item) => 1 + (item % steps));
      const source = sequencesInMemory({ data, shape: [items, steps, features] }, ragged ? { lengths } : {});
      const labels = Array.from({ length: items }, (_, item) => item % 2);
      const weights = [];
      for (const _ of [1, 2]) {
        const model = tf.sequential({
          layers: [
            recurrentLayers(tf, { threads: 1 })[cell]({
              units,
              inputShape: [anySteps ? (null as unknown as number) : steps, features],
              kernelInitializer: tf.initializers.glorotUniform({ seed: 1 }),
              recurrentInitializer: tf.initializers.glorotUniform({ seed: 2 }),
            }),
            tf.layers.dropout({ rate: 0.5 }),
            tf.layers.dense({
              units: 2,
              activation: "softmax",
              kernelInitializer: tf.initializers.glorotUniform({ seed: 3 }),
            }),
          ],
        });
        const before = [...model.getWeights()[0]!.dataSync()];
        const { epochs } = await train(model, { train: { source, labels } }, { epochs: 2, batchSize, progress: false });
        assert.ok(epochs.every(({ trainLoss, gradientNorm }) => Number.isFinite(trainLoss) && gradientNorm > 0));
        const after = model.getWeights().map((weight) => [...weight.dataSync()]);
        assert.notDeepEqual(after[0], before);
        weights.push(after);
        model.dispose();
      }
      assert.deepEqual(weights[0], weights[1]);
    }),
    { numRuns: RUNS },
  );
});

test("batches hold every item once, those of unequal length little padding", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 300 }),
      fc.integer({ min: 1, max: 40 }),
      fc.nat(1000),
      (count, size, seed) => {
        const lengths = Array.from({ length: count }, (_, item) => 1 + ((item * 37) % 100));
        for (const known of [undefined, lengths]) {
          const batches = randomBatches(count, size, new MT19937(seed), known);
          assert.equal(batches.length, Math.ceil(count / size));
          assert.deepEqual(
            batches.flat().sort((a, b) => a - b),
            Array.from({ length: count }, (_, item) => item),
          );
        }
      },
    ),
  );
  const lengths = Array.from({ length: 320 }, (_, item) => 1 + ((item * 37) % 100));
  const padded = (batches: readonly number[][]) =>
    batches.reduce((sum, batch) => sum + batch.length * Math.max(...batch.map((item) => lengths[item]!)), 0);
  const [plain, grouped] = [undefined, lengths].map((known) => padded(randomBatches(320, 16, new MT19937(1), known)));
  const frames = lengths.reduce((sum, length) => sum + length, 0);
  assert.ok(plain! > 1.7 * frames && grouped! < 1.2 * frames, `${plain}, ${grouped} of ${frames}`);
});
