import assert from "node:assert/strict";
import { test } from "node:test";
import type { LayersModel, Tensor } from "@tensorflow/tfjs";
import { convolutionKernel } from "../../../src/kernels/convolution";
import {
  audioLayers,
  convolutionLayers,
  crnn,
  FRONT_ENDS,
  melCnn,
  type NetworkOptions,
  spectrogramCnn,
  waveformCnn,
} from "../../../src/networks/convolution";
import { sequencesInMemory } from "../../../src/networks/sequence-source";
import { loadTensorFlow, type TensorFlow } from "../../../src/networks/tensorflow";
import { type LabelledSource, predictProbabilities, train } from "../../../src/networks/training";
import { MT19937 } from "../../../src/random";

const RATE = 4000;
const SAMPLES = 3000;
const TONES = [220, 440, 880, 1500];
const [FRAMES, BANDS] = [24, 32];

type Make = (tf: TensorFlow, options?: NetworkOptions) => LayersModel;

const WAVEFORM: Readonly<Record<string, Make>> = {
  waveform: (tf, options) => waveformCnn(tf, { ...options, kernelSizes: [8, 32], filters: 8, widths: [16, 16] }),
  ...Object.fromEntries(
    FRONT_ENDS.map((frontEnd): [string, Make] => [
      frontEnd,
      (tf, options) =>
        spectrogramCnn(tf, { ...options, frontEnd, sampleRate: RATE, filters: 16, hopLength: 128, widths: [8, 16] }),
    ]),
  ),
};

const FRAME: Readonly<Record<string, Make>> = {
  mel: (tf, options) => melCnn(tf, { ...options, nMels: BANDS, widths: [8, 16] }),
  crnn: (tf, options) => crnn(tf, { ...options, nMels: BANDS, widths: [8, 8], units: 12 }),
};

/** Notes in noise, of four pitches and any phase; they fade, since PCEN does not hear what stays. */
function tones(items: number, seed: number): LabelledSource {
  const random = new MT19937(seed);
  const labels = Array.from({ length: items }, (_, item) => item % 4);
  const data = Float32Array.from(
    labels.flatMap((label) => {
      const [hz, phase] = [TONES[label]! * (1 + 0.02 * random.normal()), 6 * random.random()];
      return Array.from(
        { length: SAMPLES },
        (_, t) => Math.exp(-(t % 600) / 150) * Math.sin((2 * Math.PI * hz * t) / RATE + phase) + 0.05 * random.normal(),
      );
    }),
  );
  return { source: sequencesInMemory({ data, shape: [items, SAMPLES, 1] }), labels };
}

/** Bands that are louder than others, another quarter of them in each class. */
function spectra(items: number, seed: number): LabelledSource {
  const random = new MT19937(seed);
  const labels = Array.from({ length: items }, (_, item) => item % 4);
  const data = Float32Array.from(
    labels.flatMap((label) =>
      Array.from({ length: FRAMES * BANDS }, (_, i) => {
        const quarter = Math.floor((i % BANDS) / (BANDS / 4));
        return random.normal() + (quarter === label ? 2 : 0);
      }),
    ),
  );
  return { source: sequencesInMemory({ data, shape: [items, FRAMES, BANDS] }), labels };
}

const CASES = [...Object.entries(WAVEFORM).map((entry) => [...entry, tones] as const)].concat(
  Object.entries(FRAME).map((entry) => [...entry, spectra] as const),
);

for (const [name, make, data] of CASES) {
  test(`${name}: train() teaches it to tell classes apart, alike on one thread and two`, async () => {
    const { tf } = await loadTensorFlow();
    const held = convolutionKernel().used();
    const probabilities = [];
    for (const threads of [1, 2]) {
      const model = make(tf, { seed: 3, dropout: 0.1, threads });
      const sets = { train: data(48, 1), validation: data(16, 2) };
      const optimizer = { kind: "adamw", learningRate: 0.01 } as const;
      await train(model, sets, { epochs: threads === 1 ? 15 : 2, batchSize: 16, optimizer, seed: 1, progress: false });
      if (threads === 1) {
        const unseen = data(32, 3);
        const { data: found } = await predictProbabilities(model, unseen.source);
        const right = Array.from(unseen.labels).filter((label, item) => {
          const own = found.subarray(4 * item, 4 * item + 4);
          return own.indexOf(own.reduce((a, b) => Math.max(a, b))) === label;
        });
        assert.ok(right.length >= 28, `${right.length} of 32`);
        // Again, for as long as with two threads.
        const again = make(tf, { seed: 3, dropout: 0.1, threads });
        await train(again, sets, { epochs: 2, batchSize: 16, optimizer, seed: 1, progress: false });
        probabilities.push(await predictProbabilities(again, unseen.source));
        again.dispose();
      } else probabilities.push(await predictProbabilities(model, data(32, 3).source));
      model.dispose();
    }
    assert.deepEqual(probabilities[0], probabilities[1]);
    assert.equal(convolutionKernel().used(), held);
  });
}

test("what is pooled over whole clips leaves padding out", async () => {
  const { tf } = await loadTensorFlow();
  const input = { inputShape: [null, 3] };
  for (const layer of [
    audioLayers(tf).adaptiveAveragePooling1d({ outputSize: 4, ...input }),
    convolutionLayers(tf).globalAveragePooling1d(input),
    convolutionLayers(tf).globalMaxPooling1d(input),
  ]) {
    const model = tf.sequential({ layers: [layer] });
    const short = tf.sub(tf.randomUniform([1, 10, 3], 0, 1, "float32", 5), 2);
    const padded = tf.concat([short, tf.zeros([1, 7, 3])], 1);
    const long = tf.randomNormal([1, 17, 3], 0, 1, "float32", 6);
    const mask = tf.tensor2d(
      [17, 10].flatMap((length) => Array.from({ length: 17 }, (_, t) => +(t < length))),
      [2, 17],
    );
    const found = model.apply(tf.concat([long, padded]), { mask }) as Tensor;
    const expected = tf.concat([model.predict(long) as Tensor, model.predict(short) as Tensor]);
    assert.deepEqual(found.dataSync(), expected.dataSync(), layer.name);
  }
});

for (const [name, make, data] of CASES) {
  test(`${name}: clips of unequal length train`, async () => {
    const { tf } = await loadTensorFlow();
    const { source, labels } = data(16, 1);
    const lengths = labels as number[];
    const unequal = { ...source, lengths: lengths.map((label) => Math.ceil(source.shape[1] / (1 + label / 4))) };
    const options = { epochs: 2, batchSize: 8, seed: 1, progress: false } as const;
    const { epochs } = await train(make(tf), { train: { source: unequal, labels } }, options);
    assert.ok(Number.isFinite(epochs[1]!.trainLoss));
  });
}

test("networks take clips of any duration, and give a probability of each quadrant or valence and arousal", async () => {
  const { tf } = await loadTensorFlow();
  for (const [make, features] of [
    ...Object.values(WAVEFORM).map((network) => [network, 1] as const),
    ...Object.values(FRAME).map((network) => [network, BANDS] as const),
  ]) {
    const [quadrants, plane] = (["quadrants", "valence-arousal"] as const).map((head) => make(tf, { head }));
    for (const steps of features === 1 ? [2000, 3333] : [16, 37]) {
      const x = tf.randomNormal([3, steps, features], 0, 1, "float32", 5);
      const probabilities = quadrants!.predict(x) as Tensor;
      assert.deepEqual(probabilities.shape, [3, 4]);
      for (const sum of tf.sum(probabilities, 1).dataSync()) assert.ok(Math.abs(sum - 1) < 1e-5);
      assert.deepEqual((plane!.predict(x) as Tensor).shape, [3, 2]);
    }
  }
});
