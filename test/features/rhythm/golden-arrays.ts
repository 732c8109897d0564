import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Matrix } from "../../../src/arrays";
import { MT19937 } from "../../../src/random";
import { decodeNpy, decodeZip } from "../../../src/store";

const files = ["features", "rhythm", "separation"].map((name) =>
  decodeZip(readFileSync(join("test", "golden", `${name}.npz`))),
);

/** An array of features.npz, rhythm.npz or separation.npz; of one dimension: a column. */
export function goldenArray(name: string): Matrix {
  const bytes = files.map((file) => file.get(`${name}.npy`)).find((found) => found !== undefined);
  if (bytes === undefined) throw new Error(`no golden array ${name}`);
  const { data, shape } = decodeNpy(bytes);
  return { data, shape: [shape[0]!, shape[1] ?? 1] };
}

/** Thirty seconds of fading noise, 120 times a minute; as in make-rhythm.py and make-separation.py. */
export function fadingNoise(seed: number, plus: (fade: number, i: number) => number): Float32Array {
  const random = new MT19937(seed);
  return Float32Array.from({ length: 30 * 22_050 }, (_, i) => {
    const noise = random.random() - 0.5;
    return plus(noise * Math.max(0, 1 - (i % 11_025) / 4000), i);
  });
}
