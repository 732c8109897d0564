import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  fourierTempoFrequencies,
  fourierTempogram,
  melspectrogram,
  onsetStrength,
  powerToDb,
  spectrumOf,
  tempo,
  tempoFrequencies,
  tempogram,
  tempogramRatio,
} from "../../../src/features";
import { AnyRealFft } from "../../../src/features/rhythm/any-real-fft";
import { meanTempogram } from "../../../src/features/rhythm/mean-tempogram";
import { MT19937 } from "../../../src/random";

const SR = 22_050;

function clicks(bpm: number, seconds = 12): Float32Array {
  const y = new Float32Array(seconds * SR);
  for (let beat = 0; beat < (seconds * bpm) / 60; beat++) {
    const start = Math.round((beat * 60 * SR) / bpm);
    for (let i = 0; i < 200 && start + i < y.length; i++) y[start + i] = 0.8 * (-0.97) ** i;
  }
  return y;
}

function noise(seed: number, length: number): Float32Array {
  const random = new MT19937(seed);
  return Float32Array.from({ length }, () => random.random() - 0.5);
}

/** An envelope of 500 frames: bumps at random, and a silence in which almost nothing happens. */
function envelope(seed: number): Float32Array {
  const random = new MT19937(seed);
  return Float32Array.from({ length: 500 }, (_, t) => random.random() ** 8 * (t > 150 && t < 350 ? 1e-6 : 1));
}

for (const bpm of [90, 120, 150]) {
  test(`clicks at ${bpm} beats a minute have that tempo`, () => {
    const nearest = tempoFrequencies(344).reduce((a, b) => (Math.abs(b - bpm) < Math.abs(a - bpm) ? b : a));
    assert.equal(tempo({ y: clicks(bpm) }), nearest);
  });

  test(`and their Fourier tempogram peaks at multiples of ${bpm}`, () => {
    const { re, im, shape } = fourierTempogram({ y: clicks(bpm) });
    const middle = Math.floor(shape[1] / 2);
    const powers = Array.from({ length: shape[0] }, (_, k) => {
      const at = k * shape[1] + middle;
      return re[at]! ** 2 + im[at]! ** 2;
    });
    const bpms = fourierTempoFrequencies();
    const strongest = powers.indexOf(Math.max(...powers.slice(4)));
    const multiple = bpms[strongest]! / bpm;
    assert.ok(Math.abs(multiple - Math.round(multiple)) * bpm <= bpms[1]! && multiple > 0.5, `${bpms[strongest]}`);
  });
}

test("an onset is where a click is: two frames after the first frame that holds it", () => {
  const y = new Float32Array(2 * SR);
  y[30 * 512] = 1;
  const strength = onsetStrength({ y });
  // Frame 28 ends just before the click.
  assert.equal(strength.indexOf(Math.max(...strength)), 29 + 2);
});

test("the envelope is the mean rise of a spectrogram, and the median is another", () => {
  // Three bands: 1 up, 2 up, 3 down.
  const S = { data: Float32Array.of(0, 1, 0, 2, 5, 2), shape: [3, 2] as const };
  assert.deepEqual([...onsetStrength({ S }, { center: false })], [0, 1]);
  assert.deepEqual([...onsetStrength({ S }, { center: false, aggregate: "median" })], [0, 1]);
  assert.deepEqual([...onsetStrength({ S }, { center: false, maxSize: 3 })], [0, 1 / 3].map(Math.fround));
  const ref = { data: new Float32Array(6), shape: [3, 2] as const };
  assert.deepEqual([...onsetStrength({ S }, { center: false, ref })], [0, 5 / 3].map(Math.fround));
});

test("lags are minutes divided by frames", () => {
  assert.deepEqual([...tempoFrequencies(3, { sr: 512, hopLength: 512 })], [Number.POSITIVE_INFINITY, 60, 30]);
  assert.deepEqual([...fourierTempoFrequencies({ sr: 512, winLength: 4 })], [0, 15, 30]);
});

test("a tempogram is 1 at lag 0 and at the period of its beats", () => {
  const onsetEnvelope = Float32Array.from({ length: 600 }, (_, t) => (t % 20 === 0 ? 1 : 0));
  const { data, shape } = tempogram({ onsetEnvelope }, { window: "ones", winLength: 400 });
  const lag = (k: number) => data[k * shape[1] + 300]!;
  assert.equal(lag(0), 1);
  for (let k = 1; k < 100; k++) {
    // Of 20 beats in a window, one falls out at each period.
    const expected = k % 20 === 0 ? 1 - k / 400 : 0;
    assert.ok(Math.abs(lag(k) - expected) < 1e-6, `lag ${k}: ${lag(k)}`);
  }
});

for (const n of [1, 2, 3, 5, 6, 12, 75, 96, 98, 441]) {
  test(`the transform of ${n} values is the sum that defines it`, () => {
    const window = Float64Array.from({ length: n }, (_, i) => 1 + i / n);
    const y = noise(n, n + 4);
    const fft = new AnyRealFft(window);
    fft.transform(y, 6);
    for (let k = 0; k <= n >> 1; k++) {
      let [re, im] = [0, 0];
      for (let i = 0; i < n && i + 6 < y.length; i++) {
        re += window[i]! * y[6 + i]! * Math.cos((2 * Math.PI * k * i) / n);
        im -= window[i]! * y[6 + i]! * Math.sin((2 * Math.PI * k * i) / n);
      }
      assert.ok(Math.hypot(fft.re[k]! - re, fft.im[k]! - im) < 1e-12 * n, `bin ${k}`);
    }
  });
}

for (const winLength of [64, 75, 344]) {
  test(`the mean tempogram of ${winLength} lags is the mean of the tempogram, weak frames and all`, () => {
    const onsetEnvelope = envelope(winLength);
    const { data, shape } = tempogram({ onsetEnvelope }, { winLength });
    const mean = meanTempogram(onsetEnvelope, winLength);
    for (let lag = 0; lag < winLength; lag++) {
      let sum = 0;
      for (let t = 0; t < shape[1]; t++) sum += data[lag * shape[1] + t]!;
      assert.ok(Math.abs(sum / shape[1] - mean[lag]!) < 1e-7, `lag ${lag}: ${mean[lag]}, not ${sum / shape[1]}`);
    }
  });
}

test("samples, a shared spectrum, decibels, an envelope and a tempogram give one tempo", () => {
  const y = clicks(104);
  const spectrum = spectrumOf({ y, sr: SR });
  const S = powerToDb(melspectrogram(spectrum));
  const onsetEnvelope = onsetStrength({ S });
  assert.deepEqual(onsetStrength({ y }), onsetEnvelope);
  assert.deepEqual(onsetStrength(spectrum), onsetEnvelope);
  const tg = tempogram({ onsetEnvelope }, { winLength: 344 });
  const tempi = [{ y }, spectrum, { S }, { onsetEnvelope }, { tg }].map((input) => tempo(input));
  assert.deepEqual(new Set(tempi).size, 1, `${tempi}`);
  assert.deepEqual(tempogramRatio({ tg }), tempogramRatio({ y }, { winLength: 344 }));
});

test("the tempo follows the sample rate and the hop", () => {
  const onsetEnvelope = Float32Array.from({ length: 900 }, (_, t) => (t % 25 === 0 ? 1 : 0));
  assert.equal(tempo({ onsetEnvelope, sr: 44_100 }, { hopLength: 1024 }), (60 * 44_100) / (1024 * 25));
  assert.equal(tempo({ onsetEnvelope, sr: 16_000 }, { hopLength: 256 }), (60 * 16_000) / (256 * 25));
});

test("a prior chooses between a tempo and its half", () => {
  const y = clicks(120);
  const near = (bpm: number) => tempo({ y }, { prior: (found) => -100 * Math.log2(found / bpm) ** 2 });
  assert.ok(Math.abs(near(60) - 60) < 2 && Math.abs(near(120) - 120) < 3, `${near(60)}, ${near(120)}`);
});

test("of tempi that explain a clip equally well, the fastest below the limit is given", () => {
  const tg = { data: new Float32Array(100 * 5).fill(0.5), shape: [100, 5] as const };
  const fastest = (maxTempo: number) => tempoFrequencies(100).find((bpm) => bpm < maxTempo);
  for (const maxTempo of [320, 100]) assert.equal(tempo({ tg }, { prior: () => 0, maxTempo }), fastest(maxTempo));
});

test("silence has the tempo nearest to the expected one", () => {
  assert.equal(tempo({ y: new Float32Array(SR) }), tempoFrequencies(344)[22]);
  assert.ok(tempogram({ y: new Float32Array(SR) }).data.every((value) => value === 0));
});

test("louder is neither more onset nor another tempo", () => {
  const y = noise(1, 4 * SR).map((value, i) => value * (1 + ((i >> 12) % 5)));
  const [strength, bpm] = [onsetStrength({ y }), tempo({ y })];
  fc.assert(
    fc.property(fc.double({ min: 0.1, max: 10, noNaN: true }), (gain) => {
      const louder = y.map((value) => value * gain);
      const other = onsetStrength({ y: louder });
      assert.ok(strength.every((value, t) => Math.abs(value - other[t]!) < 1e-4));
      assert.equal(tempo({ y: louder }), bpm);
    }),
    { numRuns: 8 },
  );
});

test("a delay of whole hops delays every onset", () => {
  const y = noise(2, SR);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 12 }), (hops) => {
      const later = new Float32Array(hops * 512 + y.length);
      later.set(y, hops * 512);
      const [a, b] = [onsetStrength({ y }), onsetStrength({ y: later })];
      // The first frames differ: there the noise now begins.
      for (let t = 6; t < a.length; t++) assert.ok(Math.abs(a[t]! - b[t + hops]!) < 1e-5, `frame ${t}`);
    }),
    { numRuns: 6 },
  );
});

const y = noise(3, 4000);
const S = powerToDb(melspectrogram({ y }));
const onsetEnvelope = new Float32Array(50);
const badInputs: [what: string, call: () => unknown, message: RegExp][] = [
  ["no samples", () => tempo({ y: new Float32Array(0) }), /y is empty/],
  ["NaN", () => onsetStrength({ y: Float32Array.of(Number.NaN) }), /y\[0\] = NaN/],
  ["a lag of 0", () => onsetStrength({ y }, { lag: 0 }), /lag = 0/],
  ["half a band", () => onsetStrength({ y }, { maxSize: 1.5 }), /maxSize = 1.5/],
  [
    "a reference of another shape",
    () => onsetStrength({ S }, { ref: { data: S.data, shape: [64, 16] } }),
    /64 x 16.*128/,
  ],
  ["an empty envelope", () => tempogram({ onsetEnvelope: new Float32Array(0) }), /onsetEnvelope is empty/],
  ["an envelope with NaN", () => tempo({ onsetEnvelope: Float32Array.of(0, Number.NaN) }), /onsetEnvelope\[1\] = NaN/],
  ["no window", () => tempogram({ onsetEnvelope }, { winLength: 0 }), /winLength = 0/],
  ["too few frames", () => tempogram({ onsetEnvelope }, { center: false }), /50 frames, fewer than 384/],
  ["too few frames to transform", () => fourierTempogram({ onsetEnvelope }, { center: false }), /50 frames/],
  ["an unknown norm", () => tempogram({ onsetEnvelope }, { norm: -1 }), /norm = -1/],
  ["a rate of 0", () => tempo({ onsetEnvelope, sr: 0 }), /sr = 0/],
  ["a hop of 0", () => tempo({ onsetEnvelope }, { hopLength: 0 }), /hopLength = 0/],
  ["an expected tempo of 0", () => tempo({ onsetEnvelope }, { startBpm: 0 }), /startBpm = 0/],
  ["no spread", () => tempo({ onsetEnvelope }, { stdBpm: 0 }), /stdBpm = 0/],
  ["a moment to look at", () => tempo({ onsetEnvelope }, { acSize: 0.01 }), /acSize = 0.01 s holds 0 frames/],
  ["tempi for other frames", () => tempogramRatio({ onsetEnvelope }, { bpm: [120] }), /1 values, but.*50 frames/],
];

for (const [what, call, message] of badInputs) {
  test(`refuses ${what}`, () => assert.throws(call, { name: "QuadrantError", tag: "bad-argument", message }));
}
