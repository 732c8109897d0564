import assert from "node:assert/strict";
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { encodeWav } from "../../../src/audio";
import { openCorpus } from "../../../src/corpora";
import { type ExtractionSummary, extractCorpus, FEATURE_NAMES } from "../../../src/features";
import { MT19937 } from "../../../src/random";
import { FeatureStore } from "../../../src/store";

const SR = 22_050;
const openFolder = (root: string) => openCorpus({ name: "folder", root });
const folder = mkdtempSync(join(tmpdir(), "quadrant-extract-"));
after(() => rmSync(folder, { recursive: true }));

function makeCorpus(name: string, clips: number, seconds: number): string {
  const root = join(folder, name);
  for (let i = 0; i < clips; i++) {
    const quadrant = join(root, `Q${1 + (i % 4)}`);
    mkdirSync(quadrant, { recursive: true });
    const random = new MT19937(i);
    const samples = Float32Array.from({ length: seconds * SR }, () => random.random() - 0.5);
    writeFileSync(join(quadrant, `clip${i}.wav`), encodeWav(samples, SR));
  }
  return root;
}

const corpus = makeCorpus("corpus", 32, 2);
let stores = 0;
const newStore = () => join(folder, `store-${stores++}`);
const quiet = { progress: false };

function contentOf(store: string): Record<string, string> {
  const files = readdirSync(store).filter((name) => name.endsWith(".npz"));
  return Object.fromEntries(files.sort().map((name) => [name, readFileSync(join(store, name)).toString("base64")]));
}

let finished: Record<string, string> | undefined;
/** What every run must come to: the entries of one undisturbed run with one worker. */
async function reference(): Promise<Record<string, string>> {
  if (finished === undefined) {
    const root = newStore();
    await extractCorpus(await openFolder(corpus), FeatureStore.open(root), { workers: 1, ...quiet });
    finished = contentOf(root);
    assert.equal(Object.keys(finished).length, 32);
  }
  return finished;
}

function startChild(store: string): ChildProcess & { output: string } {
  const child = spawn(process.execPath, [join(__dirname, "extract-child.js"), corpus, store, "2"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const started = Object.assign(child, { output: "" });
  child.stdout?.on("data", (text) => {
    started.output += text;
  });
  return started;
}

async function entriesReach(store: string, count: number): Promise<void> {
  for (;;) {
    const names = statSync(store, { throwIfNoEntry: false }) === undefined ? [] : readdirSync(store);
    if (names.filter((name) => name.endsWith(".npz")).length >= count) return;
    await sleep(2);
  }
}

test("two workers give the bytes of one, and a second run computes nothing", async () => {
  const store = FeatureStore.open(newStore());
  const first = await extractCorpus(await openFolder(corpus), store, { workers: 2, ...quiet });
  assert.deepEqual(first, { computed: 32, reused: 0, failed: [], replaced: [] });
  assert.deepEqual(contentOf(store.root), await reference());
  const dates = readdirSync(store.root).map((name) => statSync(join(store.root, name)).mtimeMs);
  const second = await extractCorpus(await openFolder(corpus), store, quiet);
  assert.deepEqual(second, { computed: 0, reused: 32, failed: [], replaced: [] });
  assert.deepEqual(
    readdirSync(store.root).map((name) => statSync(join(store.root, name)).mtimeMs),
    dates,
  );
});

for (const signal of ["SIGINT", "SIGKILL"] as const) {
  test(`a run that gets ${signal} in the middle is resumed, and comes to the same bytes`, async () => {
    const store = newStore();
    const child = startChild(store);
    await entriesReach(store, 3);
    child.kill(signal);
    await once(child, "close");
    const kept = Object.keys(contentOf(store)).length;
    assert.ok(kept >= 3 && kept < 32, `${kept} entries: the run was not stopped in the middle`);
    const { computed, reused } = await extractCorpus(await openFolder(corpus), FeatureStore.open(store), quiet);
    assert.deepEqual([computed, reused], [32 - kept, kept]);
    assert.deepEqual(contentOf(store), await reference());
  });
}

test("two runs on one store at the same time both end well", async () => {
  const store = newStore();
  const children = [startChild(store), startChild(store)];
  const codes = await Promise.all(children.map(async (child) => (await once(child, "close"))[0]));
  assert.deepEqual(codes, [0, 0]);
  for (const { output } of children) {
    const { computed, reused, failed }: ExtractionSummary = JSON.parse(output);
    assert.equal(computed + reused, 32);
    assert.deepEqual(failed, []);
  }
  assert.deepEqual(contentOf(store), await reference());
  assert.deepEqual(
    readdirSync(store).filter((name) => name.endsWith(".part")),
    [],
  );
});

test("an aborted signal stops the run with an error that says how to go on", async () => {
  const store = FeatureStore.open(newStore());
  const controller = new AbortController();
  const run = extractCorpus(await openFolder(corpus), store, { signal: controller.signal, ...quiet });
  await Promise.all([
    assert.rejects(run, { name: "QuadrantError", tag: "interrupted", message: /goes on where it stopped/ }),
    entriesReach(store.root, 1).then(() => controller.abort()),
  ]);
});

test("bad clips are listed by name, and the others are extracted", async () => {
  const root = join(folder, "bad");
  cpSync(makeCorpus("bad-source", 5, 1), root, { recursive: true });
  const whole = readFileSync(join(root, "Q1", "clip0.wav"));
  writeFileSync(join(root, "Q1", "clip0.wav"), whole.subarray(0, whole.length / 2));
  writeFileSync(join(root, "Q2", "clip1.wav"), "not audio at all");
  writeFileSync(join(root, "Q3", "clip2.wav"), "");
  const opened = await openFolder(root);
  rmSync(join(root, "Q4", "clip3.wav"));
  const { computed, failed } = await extractCorpus(opened, FeatureStore.open(newStore()), { workers: 2, ...quiet });
  assert.equal(computed, 1);
  assert.deepEqual(
    failed.map(({ id }) => id),
    opened.clips.map(({ id }) => id).filter((id) => id !== "Q1_clip4"),
  );
  const reasons = Object.fromEntries(failed.map(({ id, reason }) => [id, reason]));
  assert.match(reasons.Q1_clip0!, /clip0\.wav holds 11,0\d\d of 22,050 samples/);
  assert.match(reasons.Q2_clip1!, /clip1\.wav is not a WAV/);
  assert.match(reasons.Q3_clip2!, /clip2\.wav is empty/);
  assert.match(reasons.Q4_clip3!, /clip3\.wav/);
});

test("an entry is made anew where audio, parameters or the entry itself changed, and only there", async () => {
  const root = makeCorpus("changing", 4, 1);
  const store = FeatureStore.open(newStore());
  const opened = await openFolder(root);
  const run = (parameters = {}) => extractCorpus(opened, store, { workers: 1, parameters, ...quiet });
  await run();
  const [touched, changed, corrupt] = opened.clips;
  utimesSync(touched!.audio, 1, 1);
  writeFileSync(changed!.audio, encodeWav(new Float32Array(SR).fill(0.1), SR));
  utimesSync(changed!.audio, 2, 2);
  writeFileSync(store.path(corrupt!.id), readFileSync(store.path(corrupt!.id)).subarray(0, 5000));
  const { computed, reused, replaced } = await run();
  assert.deepEqual([computed, reused], [2, 2]);
  assert.deepEqual(
    replaced.map(({ id }) => id),
    [changed!.id, corrupt!.id],
  );
  assert.match(replaced[0]!.reason, /audio has changed/);
  assert.match(replaced[1]!.reason, /corrupt/);
  assert.equal((await run({ nMels: 64 })).computed, 4);
  assert.deepEqual((await store.read(touched!.id, ["melspectrogram"])).melspectrogram.shape, [64, 44]);
});

test("an entry that another version made is made anew, and only that one", async () => {
  const root = makeCorpus("versions", 3, 1);
  const store = FeatureStore.open(newStore());
  const opened = await openFolder(root);
  await extractCorpus(opened, store, { workers: 1, ...quiet });
  const bytes = contentOf(store.root);
  const { id } = opened.clips[1]!;
  const features = await store.read(id, FEATURE_NAMES);
  store.write(id, { features, provenance: { ...store.provenance(id), extractor: "quadrant features 0" } });
  const { computed, reused, replaced } = await extractCorpus(opened, store, { workers: 1, ...quiet });
  assert.deepEqual([computed, reused], [1, 2]);
  assert.deepEqual(replaced, [{ id, reason: "it was made by quadrant features 0" }]);
  assert.deepEqual(contentOf(store.root), bytes);
});

test("a store that is full stops the run at once, and names the remedy", async (context) => {
  const root = mkdtempSync(join(folder, "tiny-"));
  if (spawnSync("mount", ["-t", "tmpfs", "-o", "size=200k", "tmpfs", root]).status !== 0) {
    return context.skip("a small file system cannot be mounted here");
  }
  try {
    const run = extractCorpus(await openFolder(corpus), FeatureStore.open(root), quiet);
    await assert.rejects(run, { tag: "bad-store", message: /\.npz[\s\S]*The disk is full: free some space/ });
    assert.ok(readdirSync(root).length > 0);
  } finally {
    spawnSync("umount", ["-l", root]);
  }
});
