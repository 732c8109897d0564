import assert from "node:assert/strict";
import { test } from "node:test";
import { MT19937 } from "../../../src/random";
import type { SoundNetworkName } from "../../../src/studies";
import type { SoundData, SoundTask } from "../../../src/studies/raw-audio/sound-task";
import fit from "../../../src/studies/raw-audio/sound-worker";

const ITEMS = 56;
const SAMPLES = 2048;
const [FRAMES, BANDS] = [16, 16];
const RATE = 11_025;
/** Hz, of the tones of each class. */
const PITCHES = [300, 700, 1500, 3200];
const LABELS = Array.from({ length: ITEMS }, (_, item) => item % 4);
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);

/** A tone in noise, of a phase of its own; and a spectrogram with a bright band. Valence goes with the pitch. */
function tones(): SoundData {
  const random = new MT19937(3);
  const waveform = new Float32Array(new SharedArrayBuffer(4 * ITEMS * SAMPLES));
  const logMel = new Float32Array(new SharedArrayBuffer(4 * ITEMS * FRAMES * BANDS));
  LABELS.forEach((label, item) => {
    const phase = 2 * Math.PI * random.random();
    for (let i = 0; i < SAMPLES; i++) {
      const turn = (2 * Math.PI * PITCHES[label]! * i) / RATE;
      waveform[item * SAMPLES + i] = Math.sin(turn + phase) + 0.1 * random.normal();
    }
    for (let i = 0; i < FRAMES * BANDS; i++) {
      const bright = Math.floor((i % BANDS) / 4) === label;
      logMel[item * FRAMES * BANDS + i] = (bright ? -10 : -40) + 3 * random.normal();
    }
  });
  return {
    waveform: { data: waveform, shape: [ITEMS, SAMPLES, 1] },
    logMel: { data: logMel, shape: [ITEMS, FRAMES, BANDS] },
    labels: LABELS,
    affect: LABELS.flatMap((label) => [label / 1.5 - 1, label % 2]),
    names: LABELS.map((_, item) => `tone-${item}`),
  };
}

const dataset = tones();
const taskOf = (network: SoundNetworkName, changes: Partial<SoundTask> = {}): SoundTask => ({
  network,
  criterion: "cross-entropy",
  epochs: 40,
  train: range(0, 36),
  validation: range(36, 44),
  test: range(44, 56),
  seed: 1,
  ...changes,
});

function rightOf(outputs: readonly number[]): number {
  return range(44, 56).filter((item, i) => {
    const own = outputs.slice(4 * i, 4 * i + 4);
    return own.indexOf(Math.max(...own)) === LABELS[item];
  }).length;
}

for (const network of [
  "1-D CNN, windows of 16, 64 and 256",
  "sinc filters, CNN",
  "Gabor filters, CNN",
  "2-D CNN on log-mel",
  "CRNN on log-mel",
] as const) {
  test(`${network}: four pitches are learnt`, async () => {
    const { outputs, epochs, bestEpoch } = await fit({ task: taskOf(network), dataset });
    assert.equal(outputs.length, 12 * 4);
    assert.ok(rightOf(outputs) >= 10, `${rightOf(outputs)} of 12`);
    assert.equal(epochs.length, 40);
    assert.ok(bestEpoch >= 1 && bestEpoch <= 40);
  });
}

test("the first layer is told before and after, the filters of all windows", async () => {
  const { firstLayer } = await fit({ task: taskOf("1-D CNN, windows of 16, 64 and 256", { epochs: 3 }), dataset });
  assert.ok(firstLayer);
  assert.equal(firstLayer.centres.length, 3 * 16);
  assert.equal(firstLayer.responses.length, 3 * 16);
  assert.notDeepEqual(firstLayer.centres, firstLayer.centresBefore);
  assert.ok(firstLayer.centres.every((hz) => hz > 0 && hz < RATE / 2));
  assert.equal(firstLayer.frequencies.at(-1), RATE / 2);
  assert.ok(firstLayer.responses.every((response) => Math.max(...response) === 1));
  const frames = await fit({ task: taskOf("2-D CNN on log-mel", { epochs: 1 }), dataset });
  assert.equal(frames.firstLayer, undefined);
});

test("valence is learnt from the pitch", async () => {
  const { outputs, epochs } = await fit({
    task: taskOf("2-D CNN on log-mel", { criterion: "ccc", epochs: 60 }),
    dataset,
  });
  assert.equal(outputs.length, 12 * 2);
  const errors = range(44, 56).map((item, i) => Math.abs(outputs[2 * i]! - dataset.affect[2 * item]!));
  const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
  assert.ok(mean < 0.25, String(errors));
  assert.equal(epochs[0]!.trainAccuracy, null);
});

test("what is tested has no part in the training", async () => {
  const task = taskOf("2-D CNN on log-mel", { epochs: 2 });
  const honest = await fit({ task, dataset });
  const labels = LABELS.map((label, item) => (item >= 44 ? 0 : label));
  const { data, shape } = dataset.logMel;
  const changed = new Float32Array(new SharedArrayBuffer(data.byteLength));
  changed.set(data);
  changed.fill(0, 55 * FRAMES * BANDS);
  const other = await fit({ task, dataset: { ...dataset, labels, logMel: { data: changed, shape } } });
  assert.deepEqual(other.outputs.slice(0, 44), honest.outputs.slice(0, 44));
  assert.deepEqual(other.epochs, honest.epochs);
});
