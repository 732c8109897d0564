import assert from "node:assert/strict";
import { mkdtempSync, rmSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import type { Matrix } from "../../../src/arrays";
import { FrameScaler, frameMatrix } from "../../../src/features";
import { StoreSource } from "../../../src/networks";
import { MT19937 } from "../../../src/random";
import { FeatureStore } from "../../../src/store";

const folder = mkdtempSync(join(tmpdir(), "quadrant-source-"));
after(() => rmSync(folder, { recursive: true }));

const FEATURES = ["mfcc", "rms", "tonnetz"] as const;
const PROVENANCE = {
  ...{ extractor: "test 1", parameters: {}, sr: 22_050, seconds: 1 },
  audio: { sha256: "ab", size: 10, mtimeMs: 1.5 },
};

function someFeatures(frames: number, seed: number): Record<(typeof FEATURES)[number], Matrix> {
  const random = new MT19937(seed);
  const matrix = (rows: number): Matrix => ({
    data: Float32Array.from({ length: rows * frames }, () => 3 + (1 + seed) * random.normal()),
    shape: [rows, frames],
  });
  return { mfcc: matrix(20), rms: matrix(1), tonnetz: matrix(6) };
}

/** Clips of these lengths, and their matrices. */
function newStore(lengths: readonly number[]): { store: FeatureStore; ids: string[]; clips: Matrix[] } {
  const store = FeatureStore.open(mkdtempSync(join(folder, "store-")));
  const all = lengths.map((frames, i) => someFeatures(frames, i));
  const ids = all.map((features, i) => {
    store.write(`clip-${i}`, { features, provenance: PROVENANCE });
    return `clip-${i}`;
  });
  return { store, ids, clips: all.map((features) => frameMatrix(features, undefined, FEATURES)) };
}

async function readAll(source: StoreSource, items = source.names.map((_, i) => i)): Promise<Float32Array> {
  const [, steps, rows] = source.shape;
  const into = new Float32Array(items.length * steps * rows).fill(Number.NaN);
  await source.read(items, into);
  return into;
}

test("clips are cut and padded, turned time-major and scaled by row as by FrameScaler", async () => {
  const { store, ids, clips } = newStore([30, 12, 20]);
  const source = await StoreSource.open(store, ids, { features: FEATURES, frames: 20 });
  assert.deepEqual(source.shape, [3, 20, 27]);
  assert.deepEqual([...source.lengths!], [20, 12, 20]);
  const scaling = await source.fitScaling("row", [0, 1]);
  const scaler = new FrameScaler("row");
  const cut = clips.map((clip) => columns(clip, Math.min(20, clip.shape[1])));
  scaler.add(cut[0]!).add(cut[1]!);
  assert.deepEqual([Array.from(scaling.mean), Array.from(scaling.scale)], [[...scaler.mean], [...scaler.scale]]);
  const found = await readAll(source.scaledBy(scaling), [2, 1]);
  for (const [i, item] of [2, 1].entries()) {
    const { data, shape } = scaler.transform(cut[item]!);
    for (let step = 0; step < 20; step++) {
      for (let row = 0; row < 27; row++) {
        const expected = step < shape[1] ? data[row * shape[1] + step]! : 0;
        assert.equal(found[(i * 20 + step) * 27 + row], expected, `item ${item}, step ${step}, row ${row}`);
      }
    }
  }
  await source.close();
});

function columns({ data, shape: [rows, frames] }: Matrix, kept: number): Matrix {
  const parts = Array.from({ length: rows }, (_, row) => [...data.subarray(row * frames, row * frames + kept)]);
  return { data: Float32Array.from(parts.flat()), shape: [rows, kept] };
}

test("padded as in the study, frames of 0 are scaled by the one scalar that they are part of", async () => {
  const { store, ids, clips } = newStore([8, 4]);
  const source = await StoreSource.open(store, ids, { features: FEATURES, frames: 8, padding: "raw" });
  assert.equal(source.lengths, undefined);
  const scaling = await source.fitScaling("scalar", [0, 1]);
  const values = clips.flatMap(({ data }) => [...data]);
  const count = 2 * 8 * 27;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) + (count - values.length) * mean ** 2;
  assert.ok(Math.abs(scaling.mean[0]! - mean) < 1e-6);
  assert.ok(Math.abs(scaling.scale[0]! - Math.sqrt(squares / count)) < 1e-6);
  const found = await readAll(source.scaledBy(scaling), [1]);
  const expected = Math.fround((0 - scaling.mean[0]!) / scaling.scale[0]!);
  assert.ok(found.subarray(4 * 27).every((value) => value === expected));
  await source.close();
});

test("frames are averaged over equal stretches; a stretch that a clip ends in is averaged over what there is", async () => {
  const { store, ids, clips } = newStore([13, 6]);
  const source = await StoreSource.open(store, ids, { features: FEATURES, frames: 13, steps: 4 });
  assert.deepEqual([...source.lengths!], [4, 2]);
  const found = await readAll(source);
  const row = (item: number, from: number, to: number) => {
    const [, frames] = clips[item]!.shape;
    const own = clips[item]!.data.subarray(5 * frames + from, 5 * frames + to);
    return Math.fround(own.reduce((sum, value) => sum + value, 0) / own.length);
  };
  const at = (item: number, step: number) => found[(item * 4 + step) * 27 + 5];
  // Stretches of 13 frames begin at 0, 3, 6 and 9.
  assert.deepEqual([at(0, 0), at(0, 1), at(0, 3)], [row(0, 0, 3), row(0, 3, 6), row(0, 9, 13)]);
  assert.deepEqual([at(1, 0), at(1, 1), at(1, 2), at(1, 3)], [row(1, 0, 3), row(1, 3, 6), 0, 0]);
  await source.close();
});

test("memory that threads share is written into where it lies", async () => {
  const { store, ids } = newStore([9, 9]);
  const source = await StoreSource.open(store, ids, { features: FEATURES, frames: 9 });
  const shared = new Float32Array(new SharedArrayBuffer(4 * 3 * 9 * 27)).fill(7);
  await source.read([1, 0], shared.subarray(9 * 27));
  assert.deepEqual(shared.slice(9 * 27), await readAll(source, [1, 0]));
  assert.ok(shared.subarray(0, 9 * 27).every((value) => value === 7));
  await source.close();
});

test("what is wrong with a store is told by the name of the clip", async () => {
  const { store, ids } = newStore([9, 9, 9]);
  const options = { features: FEATURES, frames: 9 };
  const isBadStore = (message: RegExp) => (error: { tag?: string; message: string }) =>
    error.tag === "bad-store" && message.test(error.message);
  await assert.rejects(StoreSource.open(store, [...ids, "nobody"], options), isBadStore(/no features of nobody/));
  await assert.rejects(StoreSource.open(store, ids, { ...options, features: ["tempo"] }), isBadStore(/no tempo/));
  await assert.rejects(StoreSource.open(store, ids, { frames: 9, steps: 10 }), /steps is 10, .* from 1 to 9/);
  const nan = someFeatures(9, 1);
  nan.rms.data[3] = Number.NaN;
  store.write("nan", { features: nan, provenance: PROVENANCE });
  const odd = { ...someFeatures(9, 1), rms: { data: new Float32Array(18), shape: [2, 9] as [number, number] } };
  store.write("odd", { features: odd, provenance: PROVENANCE });
  await assert.rejects(StoreSource.open(store, [...ids, "odd"], options), /the clip odd has 28 rows, others have 27/);
  const source = await StoreSource.open(store, [...ids, "nan"], options);
  await assert.rejects(source.fitScaling("row", [0, 3]), /the clip nan holds a value that is not finite/);
  await assert.rejects(source.fitScaling("row", []), /no items/);
  await assert.rejects(readAll(source, [4]), /item 4 was asked for of 4/);
  await assert.rejects(source.read([0, 1], new Float32Array(5)), /2 clips do not fit into 5 values, but 486/);
  assert.throws(() => source.scaledBy({ mean: [1, 2], scale: [1, 2] }), /a scaling of 2 rows for clips of 27/);
  truncateSync(store.path("clip-2"), 500);
  await assert.rejects(readAll(source, [0, 2]), isBadStore(/clip-2.npz is corrupt/));
  assert.equal((await readAll(source, [0, 1])).length, 2 * 9 * 27, "it goes on after an error");
  await source.close();
});

test("memory does not grow with the number of clips", async () => {
  const { store, ids } = newStore(Array.from({ length: 4 }, () => 1295));
  const clips = Array.from({ length: 1200 }, (_, i) => ids[i % ids.length]!);
  const source = await StoreSource.open(store, clips, { features: FEATURES });
  const batch = new Float32Array(new SharedArrayBuffer(4 * 20 * 1295 * 27));
  const readTo = async (from: number, to: number) => {
    for (let item = from; item < to; item += 20) {
      await source.read(
        Array.from({ length: 20 }, (_, i) => item + i),
        batch,
      );
    }
  };
  await readTo(0, 200);
  const before = process.memoryUsage().rss;
  await readTo(200, 1200);
  const grown = (process.memoryUsage().rss - before) / 2 ** 20;
  // The clips that were read meanwhile are 140 MB.
  assert.ok(grown < 40, `${grown.toFixed(0)} MiB`);
  await source.close();
});
