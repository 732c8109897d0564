import assert from "node:assert/strict";
import { test } from "node:test";
import type { Matrix } from "../../../src/arrays";
import {
  type CqtParameters,
  chromaCens,
  chromaCqt,
  chromaVqt,
  cqt,
  estimateTuning,
  type Intervals,
  intervalRatios,
  piptrack,
  tonnetz,
  type VqtParameters,
  vqt,
} from "../../../src/features";
import { golden } from "../../golden";
import { assertNear, goldenArray, type Tolerance, thinned } from "./golden-arrays";

/** Of the range: float32 transforms of frames, and librosa's own complex64. */
const TRANSFORM: Tolerance = { largest: 2e-6, usual: 2e-6 };

/** After normalisation, which raises errors of quiet frames a thousandfold. */
const CHROMA: Tolerance = { largest: 5e-4, usual: 1e-4 };

/** Float32 sums. */
const ROUNDING: Tolerance = { largest: 2e-6, usual: 2e-6 };

/**
 * Frames quieter than this share of the loudest are not compared: between them and the loud ones lies the noise of float32
 * resampling, 1e-7, which is made 1 where there is nothing else.
 */
const STABLE = 1e-3;

interface About {
  readonly cases: readonly string[];
  readonly tunings: Readonly<Record<string, number>>;
  readonly intervals: Readonly<Record<string, readonly number[]>>;
}

const about = golden<About>("pitch");

const TRANSFORMS: Readonly<Record<string, CqtParameters | VqtParameters>> = {
  cqt: {},
  cqt_36: { nBins: 252, binsPerOctave: 36, tuning: 0.2 },
  cqt_long_filters: { filterScale: 2, nBins: 60, norm: 2 },
  cqt_unscaled: { scale: false, nBins: 30, hopLength: 256 },
  cqt_odd_hop: { hopLength: 441, nBins: 72, fmin: 65 },
  cqt_dense: { sparsity: 0, nBins: 48, norm: Number.POSITIVE_INFINITY },
  vqt: {},
  vqt_ji5: { intervals: "ji5", gamma: 0 },
  vqt_pythagorean: { intervals: "pythagorean", gamma: 10, binsPerOctave: 17, nBins: 68 },
  vqt_ratios: { intervals: [1, 1.125, 1.25, 1.5, 1.75], nBins: 28 },
};

for (const [name, parameters] of Object.entries(TRANSFORMS)) {
  test(`${name} is librosa's, phases and all`, () => {
    const signal = { y: goldenArray("etude_q1/y").data };
    const { re, im, shape } = name.startsWith("cqt") ? cqt(signal, parameters) : vqt(signal, parameters);
    const expected = { re: goldenArray(`transform/${name}/re`), im: goldenArray(`transform/${name}/im`) };
    const unit = expected.re.data.reduce((most, x, i) => Math.max(most, Math.hypot(x, expected.im.data[i]!)), 0);
    assertNear(thinned({ data: re, shape }, 4), expected.re, TRANSFORM, "real parts", { unit });
    assertNear(thinned({ data: im, shape }, 4), expected.im, TRANSFORM, "imaginary parts", { unit });
  });
}

function stableFrames(level: Matrix): (column: number) => boolean {
  const least = STABLE * level.data.reduce((a, b) => Math.max(a, b), 0);
  return (column) => level.data[column]! >= least;
}

/** Over all cases, for each feature. */
const counted = new Map<string, { far: number; cells: number }>();

function assertChromas(name: string, y: Float32Array, every: number): void {
  const cqtFrames = { stable: stableFrames(goldenArray(`${name}/level_cqt`)) };
  const vqtFrames = { stable: stableFrames(goldenArray(`${name}/level_vqt`)) };
  const chroma = chromaCqt({ y });
  const found = {
    chroma_cqt: chroma,
    tonnetz: tonnetz({ chroma }),
    chroma_vqt: chromaVqt({ y }, { intervals: "ji5" }),
  };
  for (const [feature, matrix] of Object.entries(found)) {
    const frames = feature === "chroma_vqt" ? vqtFrames : cqtFrames;
    const expected = goldenArray(`${name}/${feature}`);
    const { far, cells } = assertNear(thinned(matrix, every), expected, CHROMA, feature, frames);
    const before = counted.get(feature) ?? { far: 0, cells: 0 };
    counted.set(feature, { far: before.far + far, cells: before.cells + cells });
  }
}

for (const name of about.cases) {
  test(`tuning and chroma of ${name} are librosa's`, () => {
    const { data: y } = goldenArray(`${name}/y`);
    const tuning = estimateTuning({ y }, { binsPerOctave: 36 });
    assert.ok(Math.abs(tuning - about.tunings[name]!) < 1e-9, `tuning ${tuning} for ${about.tunings[name]}`);
    assertChromas(name, y, 1);
  });
}

test("chroma of thirty seconds is librosa's", () => {
  const SR = 22_050;
  const y = Float32Array.from({ length: 30 * SR }, (_, i) => {
    const turn = (2 * Math.PI * 110 * 2 ** (Math.floor(i / SR) / 12) * (i % SR)) / SR;
    return 0.3 * Math.sin(turn) + 0.2 * Math.sin(1.5 * turn);
  });
  assertChromas("thirty_seconds", y, 16);
});

test("of a thousand cells at most one is further off than usual", () => {
  assert.ok(counted.size > 0);
  for (const [feature, { far, cells }] of counted) assert.ok(far <= cells / 1000, `${feature}: ${far} of ${cells}`);
});

for (const name of about.cases) {
  test(`chroma energy statistics of ${name} are librosa's: every share falls on the same side of its step`, () => {
    const found = chromaCens({ y: goldenArray(`${name}/y`).data });
    const expected = goldenArray(`${name}/chroma_cens`);
    assertNear(found, expected, ROUNDING, name, { stable: stableFrames(goldenArray(`${name}/level_cqt`)) });
  });
}

test("chroma, its statistics and the tonal centroid of a given transform are librosa's", () => {
  const C = goldenArray("folded/C");
  const parameters = { binsPerOctave: 24, fmin: 100 };
  const chroma = chromaCqt(C, { ...parameters, norm: 2, threshold: 0.01 });
  assertNear(chroma, goldenArray("folded/chroma"), ROUNDING, "chroma");
  const cens = chromaCens(C, { ...parameters, winLenSmooth: 10, norm: 1 });
  assertNear(cens, goldenArray("folded/cens"), ROUNDING, "statistics");
  assertNear(tonnetz({ chroma }), goldenArray("folded/tonnetz"), ROUNDING, "tonal centroid");
});

test("pitches and their magnitudes are librosa's", () => {
  const { pitches, magnitudes } = piptrack(
    { y: goldenArray("chord/y").data },
    { fmin: 100, fmax: 2000, threshold: 0.05 },
  );
  for (const [name, { data, shape }] of Object.entries({ pitches, magnitudes })) {
    const expected = goldenArray(`piptrack/${name}`);
    const lowest = { data: data.subarray(0, 200 * shape[1]), shape: [200, shape[1]] as const };
    const unit = expected.data.reduce((a, b) => Math.max(a, b), 0);
    assertNear(thinned(lowest, 8), expected, { largest: 1e-5, usual: 1e-5 }, name, { unit });
  }
});

test("intervals are librosa's", () => {
  for (const [key, expected] of Object.entries(about.intervals)) {
    const [name, count] = key.split(" ") as [Exclude<Intervals, readonly number[]>, string];
    const ratios = intervalRatios(name, Number(count));
    for (const [i, ratio] of expected.entries()) assert.ok(Math.abs(ratios[i]! - ratio) < 1e-12, `${key}, ${i}`);
  }
});
