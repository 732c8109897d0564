import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { linkSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import type { Matrix } from "../../../src/arrays";
import { frameMatrix, readBatches } from "../../../src/features";
import { FeatureStore } from "../../../src/store";

const folder = mkdtempSync(join(tmpdir(), "quadrant-batches-"));
after(() => rmSync(folder, { recursive: true }));

const provenance = {
  ...{ extractor: "test", parameters: {}, sr: 22_050, seconds: 1 },
  audio: { sha256: "", size: 0, mtimeMs: 0 },
};

function ramp(rows: number, frames: number, start: number): Matrix {
  return { data: Float32Array.from({ length: rows * frames }, (_, i) => start + i), shape: [rows, frames] };
}

function makeStore(clips: readonly { id: string; rows: number; frames: number }[]): FeatureStore {
  const store = FeatureStore.open(mkdtempSync(join(folder, "store-")));
  for (const [i, { id, rows, frames }] of clips.entries()) {
    store.write(id, { features: { mfcc: ramp(rows, frames, 1000 * i), rms: ramp(1, frames, -i) }, provenance });
  }
  return store;
}

const NAMES = ["mfcc", "rms"] as const;

test("batches hold what the store holds, cut and filled up, in the order asked for", async () => {
  const ids = ["a", "b", "c", "d", "e"];
  const store = makeStore(ids.map((id, i) => ({ id, rows: 3, frames: 6 + i })));
  const order = ["e", "a", "d", "b", "c"];
  const seen: string[] = [];
  for await (const batch of readBatches(store, order, { frames: 8, batchSize: 2, features: NAMES })) {
    assert.deepEqual(batch.shape, [batch.ids.length, 4, 8]);
    for (const [item, id] of batch.ids.entries()) {
      const expected = frameMatrix(await store.read(id), 8, NAMES).data;
      assert.deepEqual(batch.data.slice(item * 32, (item + 1) * 32), expected, id);
    }
    seen.push(...batch.ids);
  }
  assert.deepEqual(seen, order);
});

test("no clips give no batch; clips of other rows, missing ones and batches of 0 are refused", async () => {
  const store = makeStore([
    { id: "a", rows: 3, frames: 5 },
    { id: "b", rows: 2, frames: 5 },
  ]);
  const all = async (ids: string[], batchSize = 4) => {
    let batches = 0;
    for await (const _ of readBatches(store, ids, { frames: 5, features: NAMES, batchSize })) batches++;
    return batches;
  };
  assert.equal(await all([]), 0);
  await assert.rejects(all(["a", "b"]), { tag: "bad-argument", message: /clip b has 3 rows, a has 4/ });
  await assert.rejects(all(["a", "c"]), { tag: "bad-store", message: /no features of c/ });
  await assert.rejects(all(["a"], 0), { tag: "bad-argument", message: /batchSize = 0/ });
});

/** More than what reading may take, and far less than the store holds. */
const ALLOWED_MB = 120;

test("a store larger than the memory allowed is read through", () => {
  const clips = 900;
  const store = makeStore([{ id: "clip-0", rows: 203, frames: 400 }]);
  // One file under many names: the disk holds it once, and the reader cannot know.
  for (let i = 1; i < clips; i++) linkSync(store.path("clip-0"), store.path(`clip-${i}`));
  const child = join(__dirname, "read-batches-child.js");
  const answer = JSON.parse(execFileSync(process.execPath, [child, store.root], { encoding: "utf8" }));
  assert.equal(answer.clips, clips);
  const megabytes = (clips * 204 * 400 * 4) / 1e6;
  assert.ok(megabytes > 2 * ALLOWED_MB);
  assert.ok(answer.grownMB < ALLOWED_MB, `${answer.grownMB} MB for a store of ${megabytes} MB`);
});
