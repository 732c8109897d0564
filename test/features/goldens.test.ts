import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { Matrix } from "../../src/arrays";
import {
  estimateTuning,
  extractFeatures,
  FEATURE_NAMES,
  melFilterBank,
  spectrumOf,
  summaryStatistics,
} from "../../src/features";
import { decodeNpy, decodeZip } from "../../src/store";
import { golden } from "../golden";
import { assertClose } from "./compare";

/** librosa rounds spectra to float32 and sums in float32 where quadrant sums in float64: a few units of 6e-8. */
const FLOAT32_SUMS = 5e-6;

/** Decibels of what is almost nothing: a relative error of 1e-6 of a power of 1e-10 is 1e-5 dB of a range of some dB. */
const DECIBELS = 2e-5;

/** Counts, and bins chosen by sums that quadrant rounds as librosa does. */
const EXACT = 1e-7;

const TOLERANCES: Readonly<Record<string, number>> = {
  mfcc: DECIBELS,
  spectral_contrast: DECIBELS,
  spectral_rolloff: EXACT,
  zero_crossing_rate: EXACT,
};

interface About {
  readonly cases: readonly string[];
  readonly tunings: Readonly<Record<string, number>>;
}

const about = golden<About>("features");
const arrays = decodeZip(readFileSync(join("test", "golden", "features.npz")));

/** The features that this golden file holds; those of pitch and rhythm have their own. */
const HELD = FEATURE_NAMES.filter((name) => arrays.has(`chirp/${name}.npy`));

function array(name: string): Matrix {
  const { data, shape } = decodeNpy(arrays.get(`${name}.npy`)!);
  return { data, shape: [shape[0]!, shape[1] ?? 1] };
}

for (const name of about.cases) {
  test(`the features of ${name} are librosa's`, () => {
    const features = extractFeatures(array(`${name}/y`).data);
    for (const feature of HELD) {
      assertClose(
        features[feature],
        array(`${name}/${feature}`),
        TOLERANCES[feature] ?? FLOAT32_SUMS,
        `${name}/${feature}`,
      );
    }
  });

  test(`the tuning of ${name} is librosa's`, () => {
    const tuning = estimateTuning({ y: array(`${name}/y`).data }, { power: 2 });
    assert.ok(Math.abs(tuning - about.tunings[name]!) < 1e-9, `${tuning}, not ${about.tunings[name]}`);
  });
}

test("other frame lengths and hops are librosa's too", () => {
  const features = extractFeatures(array("chirp/y").data, 22_050, { nFft: 1024, hopLength: 300 });
  for (const feature of HELD) {
    const expected = array(`chirp_other/${feature}`);
    assertClose(features[feature], expected, TOLERANCES[feature] ?? FLOAT32_SUMS, feature);
  }
});

test("the magnitudes are librosa's", () => {
  const { magnitude, bins, frames } = spectrumOf({ y: array("chord/y").data.slice(0, 4096) });
  const transposed = Float32Array.from(magnitude, (_, i) => magnitude[(i % frames) * bins + Math.floor(i / frames)]!);
  assertClose({ data: transposed, shape: [bins, frames] }, array("stft_chord"), 1e-6, "stft");
});

test("the mel filters are librosa's", () => {
  const bank = melFilterBank(22_050, 512, { nMels: 40 });
  const data = new Float32Array(40 * 257);
  for (const [band, { first, weights }] of bank.entries()) data.set(weights, band * 257 + first);
  assertClose({ data, shape: [40, 257] }, array("mel_filters"), EXACT, "mel filters");
});

test("the statistics are numpy's and scipy's", () => {
  const { values } = summaryStatistics(array("chord/mfcc"));
  const expected = array("statistics");
  for (let column = 0; column < 7; column++) {
    const pick = ({ data }: Matrix) => data.filter((_, i) => i % 7 === column);
    const shape = [20];
    assertClose(
      { data: pick({ data: values, shape: expected.shape }), shape },
      { data: pick(expected), shape },
      1e-6,
      `statistic ${column}`,
    );
  }
});
