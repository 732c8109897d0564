import assert from "node:assert/strict";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import type { layers, Sequential, Tensor, Variable } from "@tensorflow/tfjs";
import { QuadrantError } from "../../../src/errors";
import { melspectrogram } from "../../../src/features/spectral/mel";
import { type AudioLayerMakers, audioLayers, learnedFilters } from "../../../src/networks/convolution";
import { lowPasses } from "../../../src/networks/convolution/gabor-filters";
import { withInputGradient } from "../../../src/networks/recurrent-layers";
import { loadTensorFlow, type TensorFlow } from "../../../src/networks/tensorflow";
import { MT19937 } from "../../../src/random";

const RATE = 8000;
/** Two losses in float32 whose difference is a hundredth of theirs. */
const DIRECTION = 2e-2;

type Shape = (number | null)[];

/** Every layer, for a waveform or for frames. */
const LAYERS: Readonly<Record<string, (make: AudioLayerMakers) => layers.Layer>> = {
  adaptive: (make) => make.adaptiveAveragePooling1d({ outputSize: 7, inputShape: [null, 3] }),
  sinc: (make) =>
    make.sincConvolution({ filters: 9, sampleRate: RATE, kernelSize: 51, strides: 4, inputShape: [null, 1] }),
  gabor: (make) => {
    const sizes = { kernelSize: 61, poolSize: 41, hopLength: 20, strides: 4 };
    return make.gaborEnergy({ filters: 6, sampleRate: RATE, ...sizes, inputShape: [null, 1] });
  },
  pcen: (make) => make.pcen({ alpha: 0.7, inputShape: [null, 3] }),
  stft: (make) => make.trainableStft({ sampleRate: RATE, nFft: 64, nMels: 8, inputShape: [null, 1] }),
  picture: (make) => make.asPicture({ inputShape: [null, 3] }),
  sequence: (make) => make.asSequence({ inputShape: [null, 4, 3] }),
  mel: (make) => make.logMel({ sampleRate: RATE, nFft: 256, hopLength: 64, nMels: 12, inputShape: [null, 1] }),
};

function modelOf(tf: TensorFlow, layer: layers.Layer): Sequential {
  return tf.sequential({ layers: [layer] });
}

/** From 0 on, as energies are. */
function noise(tf: TensorFlow, inputShape: Shape, steps = 300, seed = 1): Tensor {
  const random = new MT19937(seed);
  const shape = [2, ...inputShape.slice(1).map((side) => side ?? steps)];
  const size = shape.reduce((product, side) => product * side, 1);
  return tf.tensor(
    Float32Array.from({ length: size }, () => Math.abs(random.normal())),
    shape,
  );
}

test("layers take any duration, and say what comes out", async () => {
  const { tf } = await loadTensorFlow();
  for (const [name, make] of Object.entries(LAYERS)) {
    const layer = make(audioLayers(tf));
    const model = modelOf(tf, layer);
    for (const steps of [300, 517]) {
      const x = noise(tf, model.inputs[0]!.shape, steps);
      const { shape } = model.predict(x) as Tensor;
      assert.deepEqual(layer.computeOutputShape(x.shape), shape, name);
    }
  }
});

test("layers learn along their gradients", async () => {
  const { tf } = await loadTensorFlow();
  for (const [name, make] of Object.entries(LAYERS)) {
    if (name === "mel") continue;
    const model = modelOf(tf, make(audioLayers(tf, { threads: 2 })));
    const x = noise(tf, model.inputs[0]!.shape);
    const toward = tf.sin(tf.range(0, (model.predict(x) as Tensor).size)).reshape((model.predict(x) as Tensor).shape);
    const loss = (input: Tensor) => tf.sum(tf.mul(model.apply(input, { training: true }) as Tensor, toward)).asScalar();
    const variables = model.trainableWeights.map((weight) => weight.read() as Variable);
    const [ofInput, ofWeights] = withInputGradient(() => [
      tf.grad(loss)(x),
      variables.length === 0 ? {} : tf.variableGrads(() => loss(x), variables).grads,
    ]);
    /** Goes a little the way of the gradient and back, which must change the loss by as much as it says. */
    const check = (what: string, gradient: Tensor, lossAt: (change: Tensor) => number) => {
      const squares = tf.sum(tf.square(gradient)).dataSync()[0]!;
      const step = (0.01 * Math.abs(lossAt(tf.zerosLike(gradient)))) / squares;
      const [above, below] = [step, -step].map((size) => lossAt(tf.mul(gradient, size)));
      const ratio = (above! - below!) / (2 * step * squares);
      assert.ok(Math.abs(ratio - 1) < DIRECTION, `${name}: along ${what} the loss changes ${ratio} times as much`);
    };
    check("the input", ofInput, (change) => loss(tf.add(x, change)).dataSync()[0]!);
    for (const variable of variables) {
      const before = variable.clone();
      check(variable.name, ofWeights[variable.name]!, (change) => {
        variable.assign(tf.add(before, change) as Variable);
        const value = loss(x).dataSync()[0]!;
        variable.assign(before as Variable);
        return value;
      });
    }
  }
});

test("low-passes follow from their widths as finite differences say", () => {
  const widths = [0.1, 0.3, 0.7];
  const { back } = lowPasses(11, widths);
  const gradient = Float64Array.from({ length: 33 }, (_, i) => Math.sin(i));
  const sumAt = (values: number[]) => lowPasses(11, values).values.reduce((sum, v, i) => sum + v * gradient[i]!, 0);
  for (const [f, slope] of back(gradient)[0]!.entries()) {
    const [above, below] = [1e-6, -1e-6].map((step) => sumAt(widths.map((width, i) => width + (i === f ? step : 0))));
    assert.ok(Math.abs(slope - (above! - below!) / 2e-6) < 1e-8, `width ${f}`);
  }
});

test("a model with these layers saves, loads and predicts the same bits on one, two and four threads", async () => {
  const { tf } = await loadTensorFlow();
  for (const [name, make] of Object.entries(LAYERS)) {
    const predictions = [1, 2, 4].map((threads) => {
      const model = modelOf(tf, make(audioLayers(tf, { threads })));
      return [model, (model.predict(noise(tf, model.inputs[0]!.shape)) as Tensor).dataSync()] as const;
    });
    const [[model, expected], ...others] = predictions as [(typeof predictions)[0], ...typeof predictions];
    for (const [, found] of others) assert.deepEqual(found, expected, name);
    const folder = mkdtempSync(join(tmpdir(), "quadrant-audio-"));
    await model.save(`file://${folder}`);
    const loaded = await tf.loadLayersModel(`file://${join(folder, "model.json")}`);
    const found = loaded.predict(noise(tf, model.inputs[0]!.shape)) as Tensor;
    assert.deepEqual(found.dataSync(), expected, name);
  }
});

test("the trainable STFT begins as the mel spectrogram of the Hann STFT", async () => {
  const { tf } = await loadTensorFlow();
  const [nFft, hop, nMels, samples] = [64, 16, 10, 320];
  const model = modelOf(
    tf,
    audioLayers(tf).trainableStft({
      sampleRate: RATE,
      nFft,
      hopLength: hop,
      nMels,
      offset: 1e-9,
      inputShape: [null, 1],
    }),
  );
  const y = Float32Array.from({ length: samples }, (_, t) => Math.sin(t * t));
  const found = model.predict(tf.tensor3d(y, [1, samples, 1])) as Tensor;
  // "same" begins 24 samples before the clip; so does the second of librosa's centred frames, of a clip 8 samples later.
  const late = new Float32Array(samples + nFft);
  late.set(y, 8);
  const { data, shape } = melspectrogram({ y: late, sr: RATE }, { nFft, hopLength: hop, nMels });
  const values = found.dataSync();
  for (let frame = 0; frame < samples / hop; frame++) {
    for (let band = 0; band < nMels; band++) {
      const expected = Math.log(data[band * shape[1] + frame + 1]! + 1e-9);
      assert.ok(Math.abs(values[frame * nMels + band]! - expected) < 1e-3, `frame ${frame}, band ${band}`);
    }
  }
});

test("learned filters are where they are said to be", async () => {
  const { tf } = await loadTensorFlow();
  const make = audioLayers(tf);
  const sinc = make.sincConvolution({ filters: 2, sampleRate: RATE, kernelSize: 251, inputShape: [null, 1] });
  modelOf(tf, sinc);
  sinc.setWeights([tf.tensor1d([450, 1950]), tf.tensor1d([150, 450])]);
  const { filters, frequencies } = learnedFilters(sinc, { sampleRate: RATE });
  assert.equal(frequencies.at(-1), RATE / 2);
  for (const [f, [centre, width]] of [
    [600, 200],
    [2250, 500],
  ].entries()) {
    assert.ok(Math.abs(filters[f]!.centreHz - centre!) < 20, `centre ${filters[f]!.centreHz}`);
    assert.ok(Math.abs(filters[f]!.bandwidthHz - width!) < 0.2 * width!, `bandwidth ${filters[f]!.bandwidthHz}`);
  }
  const gabor = make.gaborEnergy({ filters: 5, sampleRate: RATE, inputShape: [null, 1] });
  modelOf(tf, gabor);
  const centres = gabor.getWeights()[0]!.dataSync();
  for (const [f, { peakHz, impulse }] of learnedFilters(gabor, { sampleRate: RATE }).filters.entries()) {
    assert.equal(impulse.length, 401);
    assert.ok(Math.abs(peakHz - (centres[f]! * RATE) / 2 / Math.PI) < 8, `peak ${peakHz}`);
  }
  const stft = make.trainableStft({ sampleRate: RATE, nFft: 64, inputShape: [null, 1] });
  modelOf(tf, stft);
  const { filters: bins } = learnedFilters(stft, { sampleRate: RATE, points: 129 });
  assert.equal(bins[7]!.peakHz, (7 * RATE) / 64);
  assert.throws(() => learnedFilters(make.pcen({}), { sampleRate: RATE }), /sees no waveform/);
});

test("arguments and inputs that cannot be are refused by name", async () => {
  const { tf } = await loadTensorFlow();
  const make = audioLayers(tf);
  const waveform = { inputShape: [null, 1] };
  for (const [layer, message] of [
    [() => make.adaptiveAveragePooling1d({ outputSize: 0 }), /outputSize is 0/],
    [() => make.sincConvolution({ filters: 4, sampleRate: RATE, kernelSize: 50 }), /kernelSize is 50, not an odd/],
    [() => make.sincConvolution({ filters: 4, sampleRate: -1 }), /sampleRate is -1/],
    [() => make.gaborEnergy({ filters: 4, sampleRate: RATE, strides: 7 }), /strides is 7, which does not divide/],
    [() => make.pcen({ root: 0 }), /root is 0/],
    [() => modelOf(tf, make.logMel({ sampleRate: RATE, inputShape: [null, 2] })), /LogMel got \(, , 2\), not a wave/],
    [() => modelOf(tf, make.asSequence({ inputShape: [null, 2] })), /AsSequence got/],
    [() => audioLayers(tf, { threads: 0 }).pcen(waveform), /threads is 0/],
  ] as const) {
    assert.throws(layer, (error) => error instanceof QuadrantError && message.test(error.message), String(message));
  }
});
