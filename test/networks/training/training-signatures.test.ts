import assert from "node:assert/strict";
import { test } from "node:test";
import { type EpochRecord, loadTensorFlow, recurrentLayers, train, trainingSignatures } from "../../../src/networks";
import { FEATURES, risingOrFalling, STEPS } from "./rising-or-falling";

/** A history of an unremarkable training, with what `change` says of an epoch. */
function historyOf(epochs: number, change: (epoch: number) => Partial<EpochRecord>) {
  const records = Array.from({ length: epochs }, (_, i): EpochRecord => {
    const share = (i + 1) / epochs;
    return {
      epoch: i + 1,
      learningRate: 1e-3,
      trainLoss: 1.4 - share,
      trainAccuracy: 0.3 + 0.5 * share,
      validationLoss: 1.4 - 0.9 * share,
      validationAccuracy: 0.3 + 0.45 * share,
      gradientNorm: 1,
      largestGradientNorm: 3,
      ...change(i + 1),
    };
  });
  return { epochs: records, bestEpoch: epochs };
}

const kindsOf = (signatures: readonly { kind: string; epoch: number }[]) =>
  signatures.map(({ kind, epoch }) => `${kind} ${epoch}`);

test("an unremarkable training shows nothing, nor does one without epochs or without validation", () => {
  assert.deepEqual(trainingSignatures(historyOf(20, () => ({}))), []);
  assert.deepEqual(trainingSignatures({ epochs: [], bestEpoch: 0 }), []);
  assert.deepEqual(trainingSignatures(historyOf(20, () => ({ validationLoss: null, validationAccuracy: null }))), []);
});

test("overfitting is told from the epoch on from which the gap stays", () => {
  const history = historyOf(20, (epoch) =>
    epoch === 3 || epoch >= 8
      ? { trainAccuracy: 0.97, validationAccuracy: 0.5, validationLoss: 1.6 }
      : { validationLoss: 1.1 },
  );
  const [found, ...more] = trainingSignatures({ ...history, bestEpoch: 1 });
  assert.deepEqual(more, []);
  assert.equal(found!.kind, "overfitting");
  assert.equal(found!.epoch, 8);
  assert.match(
    found!.text,
    /epoch 8 on: .* 97 % on the train set and 50 % .* smallest in epoch 1 \(1\.100\) and is 1\.600/,
  );
});

test("a low plateau is told from the epoch on from which nothing changes", () => {
  const stuck = { trainLoss: 1.38, trainAccuracy: 0.28, validationLoss: 1.39, validationAccuracy: 0.25 };
  const [found, ...more] = trainingSignatures(historyOf(20, (epoch) => (epoch >= 5 ? stuck : { trainLoss: 1.5 })));
  assert.deepEqual(more, []);
  assert.equal(found!.kind, "low-plateau");
  assert.equal(found!.epoch, 5);
  assert.match(found!.text, /stays at 1\.380, the accuracy at 28 % on the train set and at 25 % on the validation set/);
});

test("an exploding gradient is told with its norm, a dead one with where it ends", () => {
  const explodes = historyOf(20, (epoch) => (epoch === 6 ? { gradientNorm: 9, largestGradientNorm: 420 } : {}));
  assert.deepEqual(kindsOf(trainingSignatures(explodes)), ["exploding-gradient 6"]);
  assert.match(
    trainingSignatures(explodes)[0]!.text,
    /in epoch 6: a norm of 420 in one batch, where the mean was 1\.00 so far/,
  );
  const dies = historyOf(20, (epoch) => (epoch >= 11 ? { gradientNorm: 1e-5, largestGradientNorm: 2e-5 } : {}));
  assert.deepEqual(kindsOf(trainingSignatures(dies)), ["dead-gradient 11"]);
  // Where everything is learnt, a small gradient is as it should be.
  const learnt = historyOf(20, () => ({
    gradientNorm: 1e-7,
    largestGradientNorm: 1e-6,
    trainAccuracy: 1,
    validationAccuracy: 0.95,
  }));
  assert.deepEqual(trainingSignatures(learnt), []);
});

async function trainRelu(bias: number, recurrent: number, epochs: number) {
  const { tf } = await loadTensorFlow();
  const model = tf.sequential({
    layers: [
      recurrentLayers(tf).simpleRNN({
        units: 8,
        activation: "relu",
        inputShape: [STEPS, FEATURES],
        kernelInitializer: tf.initializers.glorotUniform({ seed: 1 }),
        recurrentInitializer: recurrent === 0 ? "zeros" : tf.initializers.identity({ gain: recurrent }),
        biasInitializer: tf.initializers.constant({ value: bias }),
      }),
      tf.layers.dense({
        units: 2,
        activation: "softmax",
        useBias: false,
        kernelInitializer: tf.initializers.glorotUniform({ seed: 2 }),
      }),
    ],
  });
  const options = { epochs, batchSize: 8, clipNorm: 1, progress: false } as const;
  const optimizer = { kind: "adamw", learningRate: 3e-3, weightDecay: 0 } as const;
  return train(model, { train: risingOrFalling(32, 1), validation: risingOrFalling(16, 2) }, { ...options, optimizer });
}

test("a network whose units are all off has a dead gradient and a low plateau", async () => {
  const history = await trainRelu(-50, 0, 8);
  assert.deepEqual(kindsOf(trainingSignatures(history)), ["low-plateau 1", "dead-gradient 1"]);
});

test("a network that triples its state in each step has an exploding gradient, one that keeps it has not", async () => {
  assert.deepEqual(trainingSignatures(await trainRelu(0.1, 1, 2)), []);
  assert.deepEqual(kindsOf(trainingSignatures(await trainRelu(0.1, 3, 2))), ["exploding-gradient 1"]);
});
