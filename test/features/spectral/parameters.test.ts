import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { Matrix, NdArray } from "../../../src/arrays";
import {
  amplitudeToDb,
  chromaStft,
  dbToAmplitude,
  dbToPower,
  melspectrogram,
  mfcc,
  powerToDb,
  rms,
  type Spectrum,
  spectralBandwidth,
  spectralCentroid,
  spectralContrast,
  spectralFlatness,
  spectralRolloff,
  spectrumOf,
  zeroCrossingRate,
} from "../../../src/features";
import { MT19937 } from "../../../src/random";
import { decodeNpy, decodeZip } from "../../../src/store";
import { golden } from "../../golden";
import { assertClose } from "../compare";

const SR = 22_050;

/** Both sides round spectra to float32 and sum in float32, in different orders. */
const FLOAT32_SUMS = 5e-6;
/** Decibels of what is almost nothing: a relative error of 1e-6 of a power of 1e-10 is 1e-5 dB of a range of some dB. */
const DECIBELS = 2e-5;
/** Counts, and bins chosen by sums that are rounded as librosa rounds them. */
const EXACT = 1e-7;

const arrays = decodeZip(readFileSync(join("test", "golden", "spectral.npz")));
const array = (name: string): NdArray => decodeNpy(arrays.get(`${name}.npy`)!);
const about = golden<{ seed: number; every: number; quadrants: string[] }>("spectral");

/** The features of this part, from one spectrum. */
function features(y: Float32Array): Record<string, Matrix> {
  const spectrum = spectrumOf({ y, sr: SR });
  return {
    chroma_stft: chromaStft(spectrum),
    melspectrogram: melspectrogram(spectrum),
    mfcc: mfcc(spectrum),
    rms: rms({ y }),
    spectral_centroid: spectralCentroid(spectrum),
    spectral_bandwidth: spectralBandwidth(spectrum),
    spectral_contrast: spectralContrast(spectrum),
    spectral_flatness: spectralFlatness(spectrum),
    spectral_rolloff: spectralRolloff(spectrum),
    zero_crossing_rate: zeroCrossingRate({ y }),
  };
}

const TOLERANCES: Readonly<Record<string, number>> = {
  mfcc: DECIBELS,
  spectral_contrast: DECIBELS,
  spectral_rolloff: EXACT,
  zero_crossing_rate: EXACT,
};

function every(step: number, { data, shape: [rows, frames] }: Matrix): Matrix {
  const kept = Math.ceil(frames / step);
  const picked = Float32Array.from(
    { length: rows * kept },
    (_, i) => data[Math.floor(i / kept) * frames + (i % kept) * step]!,
  );
  return { data: picked, shape: [rows, kept] };
}

function compareAll(name: string, y: Float32Array, step = 1): void {
  for (const [feature, values] of Object.entries(features(y))) {
    const label = `${name}/${feature}`;
    assertClose(every(step, values), array(label), TOLERANCES[feature] ?? FLOAT32_SUMS, label);
  }
}

for (const quadrant of about.quadrants) {
  test(`an étude of ${quadrant} has librosa's features`, () => {
    compareAll(`etude_${quadrant}`, array(`etude_${quadrant}/y`).data);
  });
}

test("a tenth of a second has librosa's features", () => {
  compareAll("tenth_of_a_second", array("etude_Q3/y").data.slice(0, SR / 10));
});

test("half a minute has librosa's features", () => {
  const random = new MT19937(about.seed);
  const y = Float32Array.from({ length: 30 * SR }, (_, i) => {
    const noise = (random.random() - 0.5) * (0.01 + (i % SR) / SR);
    return noise + 0.3 * Math.sin((2 * Math.PI * 440 * i) / SR);
  });
  compareAll("half_minute", y, about.every);
});

const y = array("etude_Q1/y").data.slice(0, SR / 2);
const S = spectrumOf({ y, sr: SR });
const freq = Float64Array.from({ length: S.bins }, (_, k) => (k / (S.bins - 1)) ** 2 * 5000);

/** As librosa's S: (bins, frames). */
function turned({ magnitude, bins, frames }: Spectrum): Matrix {
  const data = Float32Array.from(magnitude, (_, i) => magnitude[(i % frames) * bins + Math.floor(i / frames)]!);
  return { data, shape: [bins, frames] };
}

const amplitude = turned(S);
const power = { ...amplitude, data: amplitude.data.map((value) => value * value) };

const variants: [name: string, tolerance: number, compute: () => Matrix][] = [
  [
    "stft_window",
    FLOAT32_SUMS,
    () => turned(spectrumOf({ y }, { winLength: 1200, hopLength: 300, window: "blackman" })),
  ],
  ["mel_htk", FLOAT32_SUMS, () => melspectrogram(S, { nMels: 40, fmin: 50, fmax: 8000, htk: true, norm: null })],
  ["mel_norm_1", FLOAT32_SUMS, () => melspectrogram(S, { nMels: 40, norm: 1 })],
  ["mel_norm_inf", FLOAT32_SUMS, () => melspectrogram(S, { nMels: 40, norm: Number.POSITIVE_INFINITY })],
  ["mel_power_1", FLOAT32_SUMS, () => melspectrogram(S, { power: 1 })],
  ["mel_power_1_5", FLOAT32_SUMS, () => melspectrogram(S, { power: 1.5 })],
  ["mfcc_1", DECIBELS, () => mfcc(S, { dctType: 1, nMfcc: 13 })],
  ["mfcc_3", DECIBELS, () => mfcc(S, { dctType: 3, nMfcc: 13 })],
  ["mfcc_1_plain", DECIBELS, () => mfcc(S, { dctType: 1, norm: null, nMfcc: 13 })],
  ["mfcc_2_plain", DECIBELS, () => mfcc(S, { norm: null, nMfcc: 13 })],
  ["mfcc_3_plain", DECIBELS, () => mfcc(S, { dctType: 3, norm: null, nMfcc: 13 })],
  ["mfcc_lifter", DECIBELS, () => mfcc(S, { lifter: 22, nMels: 64, htk: true, melNorm: null })],
  ["rms_other", FLOAT32_SUMS, () => rms({ y }, { frameLength: 1000, hopLength: 300, center: false })],
  ["rms_spectrum", FLOAT32_SUMS, () => rms(S)],
  ["zcr_threshold", EXACT, () => zeroCrossingRate({ y }, { frameLength: 700, hopLength: 333, threshold: 0.02 })],
  ["zcr_zero", EXACT, () => zeroCrossingRate({ y }, { threshold: 0.02, zeroPos: false, center: false })],
  ["centroid_freq", FLOAT32_SUMS, () => spectralCentroid(S, { freq })],
  ["bandwidth_p", FLOAT32_SUMS, () => spectralBandwidth(S, { p: 3 })],
  ["bandwidth_sum", FLOAT32_SUMS, () => spectralBandwidth(S, { norm: false })],
  ["bandwidth_freq", FLOAT32_SUMS, () => spectralBandwidth(S, { freq })],
  ["contrast_other", DECIBELS, () => spectralContrast(S, { fmin: 100, nBands: 5, quantile: 0.1 })],
  ["contrast_linear", FLOAT32_SUMS, () => spectralContrast(S, { linear: true })],
  ["flatness_other", FLOAT32_SUMS, () => spectralFlatness(S, { amin: 1e-4, power: 1 })],
  ["rolloff_low", EXACT, () => spectralRolloff(S, { rollPercent: 0.1 })],
  ["rolloff_freq", EXACT, () => spectralRolloff(S, { freq, rollPercent: 0.95 })],
  ["decibels", DECIBELS, () => powerToDb(power, { ref: "max", amin: 1e-6, topDb: 50 })],
  ["amplitude", DECIBELS, () => amplitudeToDb(amplitude, { ref: 2, amin: 1e-3, topDb: null })],
  ["power_again", FLOAT32_SUMS, () => dbToPower(powerToDb(power), { ref: 3 })],
  ["amplitude_again", FLOAT32_SUMS, () => dbToAmplitude(amplitudeToDb(amplitude), { ref: 3 })],
];

for (const [name, tolerance, compute] of variants) {
  test(`with other parameters it is librosa's too: ${name}`, () => {
    const found = compute();
    assertClose(found.shape[0] > 200 ? every(7, found) : found, array(`parameters/${name}`), tolerance, name);
  });
}

const refused: [what: string, call: () => unknown, message: RegExp][] = [
  [
    "as many frequencies as there are not",
    () => spectralCentroid(S, { freq: [1, 2] }),
    /freq holds 2 frequencies.*1025/,
  ],
  ["a mel norm of 0", () => melspectrogram(S, { norm: 0 }), /norm = 0, but it must be above 0/],
  ["a power of 0", () => melspectrogram(S, { power: 0 }), /power = 0, but it must be above 0/],
  ["a lifter below 0", () => mfcc(S, { lifter: -1 }), /lifter = -1/],
  ["a negative threshold", () => zeroCrossingRate({ y }, { threshold: -1 }), /threshold = -1/],
  ["another frame length than the spectrum's", () => rms(S, { frameLength: 512 }), /frameLength = 512.*nFft = 2048/],
];
for (const [what, call, message] of refused) {
  test(`refused by name: ${what}`, () => assert.throws(call, { tag: "bad-argument", message }));
}
