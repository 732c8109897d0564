import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { istft, magnitudeOf, type StftParameters, spectrumOf, stft } from "../../../src/features";
import { decodeNpy, decodeZip } from "../../../src/store";
import { golden } from "../../golden";
import { assertClose } from "../compare";

/** librosa transforms in float32. */
const FLOAT32 = 2e-6;

/** Without centring the outermost samples were multiplied by almost nothing and are divided by it: noise, not samples. */
const EDGE = 16;

const arrays = decodeZip(readFileSync(join("test", "golden", "stft.npz")));
const array = (name: string) => decodeNpy(arrays.get(`${name}.npy`)!);
const y = array("y").data;

interface Case {
  readonly n_fft?: number;
  readonly hop_length?: number;
  readonly win_length?: number;
  readonly window?: "hamming" | "ones";
  readonly center?: boolean;
}

for (const [name, given] of Object.entries(golden<{ cases: Record<string, Case> }>("stft").cases)) {
  const { n_fft: nFft, hop_length: hopLength, win_length: winLength, window, center } = given;
  const parameters: StftParameters = { nFft, hopLength, winLength, window, center };

  test(`the transform is librosa's: ${name}`, () => {
    const { re, im, frames, bins } = stft({ y }, parameters);
    assertClose({ data: re, shape: [frames, bins] }, array(`${name}/re`), FLOAT32, "real part");
    assertClose({ data: im, shape: [frames, bins] }, array(`${name}/im`), FLOAT32, "imaginary part");
  });

  test(`and so is its inverse: ${name}`, () => {
    const D = stft({ y }, parameters);
    const back = istft(D, { winLength, window, center });
    const expected = array(`${name}/back`).data;
    assert.equal(back.length, expected.length);
    const inner = center === false ? [EDGE, back.length - EDGE] : [0];
    const cut = (data: Float32Array) => ({ data: data.slice(...inner), shape: [data.slice(...inner).length] });
    assertClose(cut(back), cut(expected), FLOAT32, "back");
    const masked = istft(
      { ...D, re: magnitudeOf(D).magnitude, im: new Float32Array(D.im.length) },
      {
        winLength,
        window,
        center,
        length: 2500,
      },
    );
    assertClose(cut(masked), cut(array(`${name}/masked`).data), FLOAT32, "masked");
  });
}

test("there and back again gives the samples, and as many", () => {
  const again = istft(stft({ y }), { length: y.length });
  assertClose({ data: again, shape: [y.length] }, { data: y, shape: [y.length] }, FLOAT32, "y");
});

test("its magnitude is the spectrum that features are computed from", () => {
  assert.deepEqual(spectrumOf({ y }).frames, stft({ y }).frames);
  const { magnitude, frames, bins } = magnitudeOf(stft({ y }));
  assertClose(
    { data: magnitude, shape: [frames, bins] },
    { data: spectrumOf({ y }).magnitude, shape: [frames, bins] },
    FLOAT32,
    "magnitude",
  );
});

test("what cannot be is refused by name", () => {
  assert.throws(() => stft({ y }, { window: new Float64Array(3) }), /window holds 3 values, but winLength = 2048/);
  assert.throws(
    () => stft({ y }, { window: "kaiser" as "hann" }),
    /window = "kaiser" is not known[\s\S]*hann, hamming/,
  );
  assert.throws(() => istft(stft({ y }), { length: -1 }), /length = -1/);
});
