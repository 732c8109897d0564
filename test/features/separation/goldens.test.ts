import assert from "node:assert/strict";
import { test } from "node:test";
import { type HarmonicParameters, type HpssParameters, harmonic, hpss, percussive } from "../../../src/features";
import { medianFilter } from "../../../src/features/separation/median-filter";
import { golden } from "../../golden";
import { assertClose } from "../compare";
import { fadingNoise, goldenArray } from "../rhythm/golden-arrays";

/** Transforms in float32, there and back. */
const SAMPLES = 2e-6;

/** Quotients of float32 values; the medians themselves are equal. */
const SHARES = 1e-6;

/** Without centring the outermost samples were multiplied by almost nothing and are divided by it. */
const EDGE = 2;

/** As JSON: librosa's names, and Infinity as text. */
interface Given {
  readonly kernel_size?: number | [number, number];
  readonly margin?: number | [number, number];
  readonly power?: number | "Infinity";
  readonly mask?: boolean;
}

interface GivenEffect extends Given {
  readonly n_fft: number;
  readonly hop_length?: number;
  readonly win_length?: number;
  readonly center?: boolean;
}

interface About {
  readonly cases: Readonly<Record<string, number>>;
  readonly hpss: Readonly<Record<string, Given>>;
  readonly effects: Readonly<Record<string, GivenEffect>>;
  readonly step: number;
}

const about = golden<About>("separation");

function separationOf({ kernel_size: kernelSize, margin, power, mask }: Given): HpssParameters {
  return { kernelSize, margin, power: power === undefined ? undefined : Number(power), mask };
}

function sampled(y: Float32Array, step: number) {
  const data = y.filter((_, i) => i % step === 0);
  return { data, shape: [data.length, 1] };
}

function signal(name: string): Float32Array {
  if (name !== "long") return goldenArray(`${name}/y`).data;
  return fadingNoise(5, (noise, i) => noise + (Math.floor(i / 50) % 2 === 0 ? 0.1 : -0.1));
}

for (const [name, step] of Object.entries(about.cases)) {
  test(`the harmonic and the percussive part of ${name} are librosa's`, () => {
    const y = signal(name);
    for (const [part, separate] of Object.entries({ harmonic, percussive })) {
      const separated = separate({ y });
      assert.equal(separated.length, y.length);
      assertClose(sampled(separated, step), goldenArray(`${name}/${part}`), SAMPLES, part);
    }
  });
}

for (const [name, given] of Object.entries(about.effects)) {
  test(`the harmonic part with other parameters is librosa's: ${name}`, () => {
    const { n_fft: nFft, hop_length: hopLength, win_length: winLength, center } = given;
    const parameters: HarmonicParameters = { ...separationOf(given), nFft, hopLength, winLength, center };
    const found = sampled(harmonic({ y: signal("etude_q2") }, parameters), about.step);
    const expected = goldenArray(`effects/${name}`);
    const inner = (data: Float32Array) => ({ data: data.slice(EDGE, -EDGE), shape: [data.length - 2 * EDGE] });
    if (center === false) assertClose(inner(found.data), inner(expected.data), SAMPLES, name);
    else assertClose(found, expected, SAMPLES, name);
  });
}

for (const [name, given] of Object.entries(about.hpss)) {
  test(`magnitudes are parted as librosa parts them: ${name}`, () => {
    const parts = hpss(goldenArray("S"), separationOf(given));
    for (const [part, found] of Object.entries(parts)) {
      assertClose(found, goldenArray(`hpss/${name}/${part}`), SHARES, part);
    }
  });
}

for (const size of [2, 5, 8, 31]) {
  test(`medians of ${size} values are scipy's`, () => {
    const [rows, columns] = [4, 40];
    const across = { lines: rows, lineStep: columns, length: columns, step: 1 };
    const found = medianFilter(goldenArray("S").data.slice(0, rows * columns), across, size);
    assert.deepEqual(found, goldenArray(`median_${size}`).data);
  });
}
