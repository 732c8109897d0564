import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Matrix } from "../../../src/arrays";
import { QuadrantError } from "../../../src/errors";
import {
  chromaCens,
  chromaCqt,
  chromaVqt,
  cqt,
  hzToMidi,
  intervalRatios,
  magnitudes,
  midiToHz,
  piptrack,
  pitchTuning,
  tonnetz,
  vqt,
} from "../../../src/features";
import { SharedSignal } from "../../../src/features/pitch/shared-signal";
import { MT19937 } from "../../../src/random";

const SR = 22_050;
const MIDDLE = 40;

function tones(hz: readonly number[], seconds = 2): Float32Array {
  return Float32Array.from({ length: seconds * SR }, (_, i) => {
    return hz.reduce((sum, f) => sum + 0.3 * Math.sin((2 * Math.PI * f * i) / SR), 0);
  });
}

function noise(seed: number, length: number): Float32Array {
  const random = new MT19937(seed);
  return Float32Array.from({ length }, () => random.random() - 0.5);
}

function column({ data, shape: [rows, columns] }: Matrix, t: number): number[] {
  return Array.from({ length: rows }, (_, row) => data[row * columns + t]!);
}

function loudest(values: readonly number[]): number {
  return values.indexOf(Math.max(...values));
}

test("a sine at a pitch lands in its bin of either transform", () => {
  for (const bin of [3, 24, 45, 57, 83]) {
    const y = tones([midiToHz(24 + bin)]);
    assert.equal(loudest(column(magnitudes(cqt({ y })), MIDDLE)), bin);
    assert.equal(loudest(column(magnitudes(vqt({ y })), MIDDLE)), bin);
  }
});

test("a sine between two pitches lands in its bin when the tuning says so", () => {
  const y = tones([midiToHz(69.3)]);
  const tuned = column(magnitudes(cqt({ y }, { tuning: 0.3 })), MIDDLE);
  assert.equal(loudest(tuned), 45);
  assert.ok(tuned[45]! > column(magnitudes(cqt({ y })), MIDDLE)[45]!);
});

test("a sine of amplitude a has a magnitude of a / 2 times the root of its filter's length", () => {
  const hz = midiToHz(69);
  const found = column(magnitudes(cqt({ y: tones([hz]) }, { sparsity: 0 })), MIDDLE)[45]!;
  const alpha = (2 ** (1 / 6) - 1) / (2 ** (1 / 6) + 1);
  const length = SR / (alpha * hz);
  assert.ok(Math.abs(found / (0.15 * Math.sqrt(length)) - 1) < 2e-3, `${found} for ${0.15 * Math.sqrt(length)}`);
});

test("the phase of a sine's bin advances by its frequency from frame to frame", () => {
  const { re, im, shape } = cqt({ y: tones([440]) });
  const at = 45 * shape[1] + MIDDLE;
  const advance = Math.atan2(im[at + 1]!, re[at + 1]!) - Math.atan2(im[at]!, re[at]!);
  const turns = (440 * 512) / SR - advance / (2 * Math.PI);
  assert.ok(Math.abs(turns - Math.round(turns)) < 1e-3, `${turns}`);
});

test("an A in any octave is the pitch class A, by every chroma", () => {
  for (const hz of [55, 110, 440, 1760]) {
    const y = tones([hz]);
    for (const chroma of [chromaCqt({ y }), chromaVqt({ y }, { intervals: "ji5" }), chromaCens({ y })]) {
      assert.equal(loudest(column(chroma, MIDDLE)), 9, `${hz} Hz`);
    }
  }
});

test("an octave higher is the same chroma, a semitone higher is the next", () => {
  const low = column(chromaCqt({ y: tones([220, 277.18, 329.63]) }, { tuning: 0 }), MIDDLE);
  const high = column(chromaCqt({ y: tones([440, 554.37, 659.26]) }, { tuning: 0 }), MIDDLE);
  const up = column(chromaCqt({ y: tones([233.08, 293.66, 349.23]) }, { tuning: 0 }), MIDDLE);
  for (let c = 0; c < 12; c++) {
    assert.ok(Math.abs(high[c]! - low[c]!) < 0.02, `octave, ${c}: ${high[c]} for ${low[c]}`);
    assert.ok(Math.abs(up[(c + 1) % 12]! - low[c]!) < 0.02, `semitone, ${c}: ${up[(c + 1) % 12]} for ${low[c]}`);
  }
});

test("a fifth lies half-way between its notes on the circle of fifths", () => {
  const chroma = {
    data: Float32Array.from({ length: 12 }, (_, c) => Number(c === 0 || c === 7)),
    shape: [12, 1] as const,
  };
  const found = column(tonnetz({ chroma }), 0);
  const angle = (c: number, halfTurns: number) => Math.PI * halfTurns * c;
  for (const [i, [halfTurns, radius]] of (
    [
      [7 / 6, 1],
      [3 / 2, 1],
      [2 / 3, 0.5],
    ] as const
  ).entries()) {
    const x = (radius * (Math.sin(angle(0, halfTurns)) + Math.sin(angle(7, halfTurns)))) / 2;
    const y = (radius * (Math.cos(angle(0, halfTurns)) + Math.cos(angle(7, halfTurns)))) / 2;
    assert.ok(Math.abs(found[2 * i]! - x) < 1e-6 && Math.abs(found[2 * i + 1]! - y) < 1e-6, `circle ${i}`);
  }
  assert.ok(Math.abs(Math.hypot(found[0]!, found[1]!) - Math.cos(Math.PI / 12)) < 1e-6);
});

test("silence has no chroma, also beside noise", () => {
  const y = new Float32Array(6 * SR);
  y.set(noise(1, SR));
  for (const chroma of [chromaCqt({ y }), chromaVqt({ y }), chromaCens({ y }), tonnetz({ y })]) {
    assert.ok(column(chroma, chroma.shape[1] - 1).every((value) => value === 0));
    assert.ok(chroma.data.every(Number.isFinite));
  }
});

test("loudness moves no chroma, and scales the transform", () => {
  const y = noise(2, 30_000);
  const [chroma, C] = [chromaCqt({ y }), cqt({ y }, { nBins: 24 })];
  fc.assert(
    fc.property(fc.double({ min: 1e-3, max: 1e3, noNaN: true }), (gain) => {
      const louder = y.map((sample) => sample * gain);
      const again = chromaCqt({ y: louder });
      assert.ok(again.data.every((value, i) => Math.abs(value - chroma.data[i]!) < 1e-4));
      const scaled = cqt({ y: louder }, { nBins: 24 });
      assert.ok(scaled.re.every((value, i) => Math.abs(value / gain - C.re[i]!) < 1e-5));
    }),
    { numRuns: 10 },
  );
});

test("a delay of whole hops delays every frame", () => {
  const y = noise(3, 40_960);
  const later = new Float32Array(7 * 512 + y.length);
  later.set(y, 7 * 512);
  // Away from the ends, where librosa's way of halving the rate is another.
  const high = { fmin: 500, nBins: 24 };
  const [a, b] = [magnitudes(cqt({ y }, high)), magnitudes(cqt({ y: later }, high))];
  for (let t = 30; t < 60; t++) {
    const [before, after] = [column(a, t), column(b, t + 7)];
    assert.ok(
      before.every((value, k) => Math.abs(value - after[k]!) < 1e-4),
      `frame ${t}`,
    );
  }
});

test("any length of samples gives a frame for each hop", () => {
  for (const length of [1, 2, 511, 512, 2047, 2048, 20_000]) {
    const y = noise(4, length);
    for (const { shape } of [cqt({ y }), vqt({ y }), chromaCqt({ y })])
      assert.equal(shape[1], 1 + Math.floor(length / 512));
  }
});

test("piptrack finds the frequency between the bins", () => {
  const { pitches, magnitudes: heights } = piptrack({ y: tones([1003]) });
  const frame = column(heights, MIDDLE);
  assert.ok(Math.abs(column(pitches, MIDDLE)[loudest(frame)]! - 1003) < 1);
});

test("pitches, tunings and intervals", () => {
  assert.equal(hzToMidi(440), 69);
  assert.ok(Math.abs(midiToHz(60) - 261.6256) < 1e-4);
  assert.equal(pitchTuning([]), 0);
  assert.ok(Math.abs(pitchTuning([440, 880].map((hz) => hz * 2 ** (0.205 / 12))) - 0.2) < 1e-9);
  assert.deepEqual([...intervalRatios([1, 1.5], 12)], [1, 1.5]);
  assert.ok(Math.abs(intervalRatios("ji5", 12)[7]! - 1.5) < 1e-12);
});

const y = noise(5, 4096);
const BAD: Readonly<Record<string, () => unknown>> = {
  "no samples": () => cqt({ y: new Float32Array(0) }),
  "a sample that is no number": () => chromaCqt({ y: Float32Array.of(0, Number.NaN) }),
  "filters beyond half the rate": () => cqt({ y }, { nBins: 120 }),
  "a hop of half a sample": () => cqt({ y }, { hopLength: 0.5 }),
  "no bins": () => vqt({ y }, { nBins: 0 }),
  "a negative fmin": () => cqt({ y }, { fmin: -1 }),
  "a filter of no length": () => cqt({ y }, { filterScale: 0 }),
  "nothing but sparsity": () => cqt({ y }, { sparsity: 1 }),
  "a negative gamma": () => vqt({ y }, { gamma: -1 }),
  "intervals that descend": () => vqt({ y }, { intervals: [1.5, 1] }),
  "intervals that nobody knows": () => vqt({ y }, { intervals: "meantone" as "equal" }),
  "bins that do not divide into classes": () => chromaCqt({ y }, { binsPerOctave: 30 }),
  "a window of no frames": () => chromaCens({ y }, { winLenSmooth: 0 }),
  "a rate of nothing": () => cqt({ y, sr: 0 }),
};

for (const [what, attempt] of Object.entries(BAD)) {
  test(`${what}: an error that says so`, () => {
    assert.throws(attempt, (error) => error instanceof QuadrantError && error.tag === "bad-argument");
  });
}

test("statistics of one loud frame reach twenty frames to both sides, and no further", () => {
  const [bins, frames, loud] = [252, 101, 50];
  const data = new Float32Array(bins * frames);
  data[loud] = 1;
  const cens = chromaCens({ data, shape: [bins, frames] });
  const heard = Array.from({ length: frames }, (_, t) => t).filter((t) => cens.data[t]! > 1e-6);
  assert.deepEqual([heard.at(0), heard.at(-1), heard.length], [loud - 20, loud + 20, 41]);
});

test("transforms that share a signal are those of the signal alone", () => {
  const input = { y: tones([220, 555, 1200]), sr: SR };
  const shared = new SharedSignal(input);
  for (const parameters of [{}, { hopLength: 256 }, { intervals: "ji5" as const }, { gamma: 0, binsPerOctave: 36 }]) {
    assert.deepEqual(vqt(shared, parameters), vqt(input, parameters));
  }
});
