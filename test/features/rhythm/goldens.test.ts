import assert from "node:assert/strict";
import { test } from "node:test";
import type { Matrix } from "../../../src/arrays";
import {
  fourierTempogram,
  type OnsetParameters,
  onsetStrength,
  type TempogramParameters,
  type TempoParameters,
  tempo,
  tempogram,
  tempogramRatio,
} from "../../../src/features";
import { golden } from "../../golden";
import { assertClose } from "../compare";
import { fadingNoise, goldenArray } from "./golden-arrays";

/** Decibels of float32 powers, rounded to float32 again: 80 dB have steps of 8e-6, of which some add up. */
const ONSET = 1e-5;

/** What a step of the envelope makes of its autocorrelation and its transform. */
const TEMPOGRAM = 1e-5;

interface About {
  readonly tempi: Readonly<Record<string, number>>;
  readonly onsets: Readonly<Record<string, Record<string, never>>>;
  readonly tempograms: Readonly<Record<string, Record<string, never>>>;
  readonly otherTempi: Readonly<Record<string, { parameters: Record<string, never>; bpm: number }>>;
}

const about = golden<About>("rhythm");

function signal(name: string): Float32Array {
  if (name !== "long") return goldenArray(`${name}/y`).data;
  return fadingNoise(4, (noise, i) => noise * (Math.floor(i / 11_025) % 2 === 0 ? 0.8 : 0.4));
}

/** librosa's parameter names in TypeScript's manner. */
function camelCased<Parameters>(parameters: Record<string, unknown>): Parameters {
  const renamed = Object.entries(parameters).map(([name, value]) => [
    name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase()),
    value,
  ]);
  return Object.fromEntries(renamed);
}

function columnsOf({ data, shape: [rows, frames] }: Matrix, columns: ArrayLike<number>): Matrix {
  const picked = new Float32Array(rows * columns.length);
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < columns.length; i++) picked[row * columns.length + i] = data[row * frames + columns[i]!]!;
  }
  return { data: picked, shape: [rows, columns.length] };
}

const column = (data: ArrayLike<number>): Matrix => ({ data: Float32Array.from(data), shape: [data.length, 1] });

for (const [name, bpm] of Object.entries(about.tempi)) {
  test(`the rhythm of ${name} is librosa's`, () => {
    const y = signal(name);
    const onsetEnvelope = onsetStrength({ y });
    assertClose(column(onsetEnvelope), goldenArray(`${name}/onset_strength`), ONSET, "onset strength");
    const columns = goldenArray(`${name}/columns`).data;
    const check = (values: Matrix, feature: string) =>
      assertClose(columnsOf(values, columns), goldenArray(`${name}/${feature}`), TEMPOGRAM, feature);
    check(tempogram({ onsetEnvelope }), "tempogram");
    const { re, im, shape } = fourierTempogram({ onsetEnvelope });
    check({ data: re, shape }, "fourier_tempogram_re");
    check({ data: im, shape }, "fourier_tempogram_im");
    check(tempogramRatio({ onsetEnvelope }), "tempogram_ratio");
    assert.equal(tempo({ y }), bpm);
    assert.deepEqual(column(tempo({ y }, { aggregate: null })), goldenArray(`${name}/tempo_of_frames`));
  });
}

const y = signal("etude_q2");

for (const [name, given] of Object.entries(about.onsets)) {
  test(`onset strength with other parameters is librosa's: ${name}`, () => {
    const parameters = camelCased<OnsetParameters>(given);
    assertClose(column(onsetStrength({ y }, parameters)), goldenArray(`onset/${name}`), ONSET, name);
  });
}

for (const [name, given] of Object.entries(about.tempograms)) {
  test(`tempograms with other parameters are librosa's: ${name}`, () => {
    const parameters = camelCased<TempogramParameters>(given);
    const expected = goldenArray(`tempogram/${name}`);
    const columns = goldenArray(`tempogram/${name}/columns`).data;
    assertClose(columnsOf(tempogram({ y }, parameters), columns), expected, TEMPOGRAM, name);
    const { re, im, shape } = fourierTempogram({ y }, parameters);
    const places = goldenArray(`fourier/${name}/columns`).data;
    assertClose(columnsOf({ data: re, shape }, places), goldenArray(`fourier/${name}/re`), TEMPOGRAM, "re");
    assertClose(columnsOf({ data: im, shape }, places), goldenArray(`fourier/${name}/im`), TEMPOGRAM, "im");
  });
}

for (const [name, { parameters, bpm }] of Object.entries(about.otherTempi)) {
  test(`the tempo with other parameters is librosa's: ${name}`, () => {
    assert.equal(tempo({ y }, camelCased<TempoParameters & { aggregate?: "mean" }>(parameters)), bpm);
  });
}

test("ratios of given tempi and factors are librosa's", () => {
  const parameters = { bpm: new Array(130).fill(100), factors: [0.5, 1, 7], fillValue: -1, winLength: 100 };
  assertClose(tempogramRatio({ y }, parameters), goldenArray("ratio_of_bpm"), TEMPOGRAM, "ratio");
});
