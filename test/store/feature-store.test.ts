import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { decodeNpy, decodeZip, encodeNpy, encodeZip, FeatureStore, type StoreEntry } from "../../src/store";

const folder = mkdtempSync(join(tmpdir(), "quadrant-store-"));
after(() => rmSync(folder, { recursive: true }));

const entry: StoreEntry = {
  features: {
    mfcc: { data: Float32Array.of(1, 2, 3, 4, 5, 6), shape: [2, 3] },
    rms: { data: Float32Array.of(0.5, 0.25, 0), shape: [1, 3] },
  },
  provenance: {
    ...{ extractor: "test 1", parameters: { nFft: 2048 }, sr: 22_050, seconds: 1 },
    audio: { sha256: "ab", size: 10, mtimeMs: 1.5 },
  },
};

function freshStore(): FeatureStore {
  return FeatureStore.open(mkdtempSync(join(folder, "store-")));
}

test("gives back what was written, whole or in part", async () => {
  const store = freshStore();
  assert.equal(store.has("a-1"), false);
  store.write("a-1", entry);
  assert.equal(store.has("a-1"), true);
  assert.deepEqual(store.ids(), ["a-1"]);
  assert.deepEqual(await store.read("a-1"), entry.features);
  assert.deepEqual(await store.read("a-1", ["rms"]), { rms: entry.features.rms });
  assert.deepEqual(store.provenance("a-1"), entry.provenance);
});

test("shapes are told from headers alone, in the order asked for", () => {
  const store = freshStore();
  store.write("a", entry);
  assert.deepEqual(store.shapes("a", ["rms", "mfcc"]), [
    [1, 3],
    [2, 3],
  ]);
  assert.throws(() => store.shapes("a", ["rms", "tempo"]), /a\.npz is corrupt: it holds no tempo/);
  assert.throws(() => store.shapes("b", ["rms"]), /no features of b/);
  truncateSync(store.path("a"), 300);
  assert.throws(() => store.shapes("a", ["rms"]), /a\.npz is corrupt: not a whole ZIP file/);
});

test("the same features give the same bytes", () => {
  const store = freshStore();
  store.write("a", entry);
  store.write("b", entry);
  assert.deepEqual(readFileSync(store.path("a")), readFileSync(store.path("b")));
});

const hasNumpy = spawnSync("python3", ["-c", "import numpy"]).status === 0;

test("Python opens an entry in one line", { skip: hasNumpy ? false : "python3 with numpy is not here" }, () => {
  const store = freshStore();
  store.write("clip", entry);
  const script =
    "import numpy, sys, json; f = numpy.load(sys.argv[1]); a = f['mfcc']; " +
    "print(json.dumps([str(a.dtype), a.tolist(), f['rms'].shape, json.loads(f['provenance.json'])['extractor']]))";
  const answer = execFileSync("python3", ["-c", script, store.path("clip")], { encoding: "utf8" });
  assert.deepEqual(JSON.parse(answer), [
    "float32",
    [
      [1, 2, 3],
      [4, 5, 6],
    ],
    [1, 3],
    "test 1",
  ]);
});

test("arrays of one dimension and of none come back", () => {
  for (const shape of [[3], [1, 3], [3, 1, 1], [0, 3]]) {
    const array = { data: new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(1.5), shape };
    assert.deepEqual(decodeNpy(encodeNpy(array)), array);
  }
  assert.throws(() => encodeNpy({ data: new Float32Array(2), shape: [3] }), { tag: "bad-argument" });
});

test("a cut or altered entry is called corrupt, whatever byte it is", async () => {
  const store = freshStore();
  store.write("a", entry);
  const whole = readFileSync(store.path("a"));
  for (let length = 0; length < whole.length; length += 37) {
    writeFileSync(store.path("a"), whole.subarray(0, length));
    assert.throws(() => store.provenance("a"), { tag: "bad-store" }, `${length} bytes`);
  }
  const values = whole.indexOf(Buffer.from(Float32Array.of(1, 2, 3).buffer));
  const altered = Buffer.from(whole);
  altered[values + 2]! ^= 1;
  writeFileSync(store.path("a"), altered);
  await assert.rejects(store.read("a"), {
    tag: "bad-store",
    message: /a\.npz is corrupt: .*checksum[\s\S]*Extract again/,
  });
});

test("names what is not there", async () => {
  const store = freshStore();
  await assert.rejects(store.read("none"), { tag: "bad-store", message: /no features of none/ });
  store.write("a", entry);
  await assert.rejects(store.read("a", ["chroma_stft"]), { tag: "bad-store", message: /no chroma_stft/ });
});

test("an id cannot lead out of the store", () => {
  const store = freshStore();
  for (const id of ["../a", "a/b", "", ".hidden", "a b", "a\0b"]) {
    assert.throws(() => store.path(id), { tag: "bad-argument" }, JSON.stringify(id));
  }
});

test("a store below a regular file is refused with a remedy", () => {
  const file = join(folder, "file");
  writeFileSync(file, "");
  assert.throws(() => FeatureStore.open(join(file, "store")), {
    tag: "bad-store",
    message: /cannot open[\s\S]*Name a folder/,
  });
  assert.throws(() => FeatureStore.open(file), { tag: "bad-store" });
});

/** Mounts a file system of 64 kB, or says why that is not possible here. */
function mountTiny(): { root: string; unmount: () => void } | string {
  const root = mkdtempSync(join(folder, "tiny-"));
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", root]);
  if (mounted.status !== 0) return "a small file system cannot be mounted here";
  return { root, unmount: () => spawnSync("umount", [root]) };
}

test("a full disk is named, leaves no half entry, and keeps the entries that are there", async (context) => {
  const tiny = mountTiny();
  if (typeof tiny === "string") return context.skip(tiny);
  try {
    const store = FeatureStore.open(tiny.root);
    store.write("small", entry);
    const large = { ...entry, features: { mfcc: { data: new Float32Array(50_000), shape: [20, 2500] as const } } };
    assert.throws(() => store.write("large", large), {
      tag: "bad-store",
      message: /large\.npz[\s\S]*The disk is full/,
    });
    assert.deepEqual(readdirSync(tiny.root), ["small.npz"]);
    assert.deepEqual(await store.read("small"), entry.features);
    spawnSync("mount", ["-o", "remount,ro", tiny.root]);
    assert.throws(() => FeatureStore.open(tiny.root).write("b", entry), {
      message: /b\.npz[\s\S]*cannot be written: change/,
    });
    assert.deepEqual(await FeatureStore.open(tiny.root).read("small"), entry.features);
  } finally {
    tiny.unmount();
  }
});

test("drafts of a run that was killed are removed once they are old", () => {
  const { root } = freshStore();
  const [old, young] = [join(root, "a.npz.1-00.part"), join(root, "b.npz.1-00.part")];
  for (const path of [old, young]) writeFileSync(path, "x");
  const hourAgo = Date.now() / 1000 - 3600;
  utimesSync(old, hourAgo, hourAgo);
  FeatureStore.open(root);
  assert.deepEqual([existsSync(old), existsSync(young)], [false, true]);
});

test("a compressed member is read, and a cut one refused", () => {
  const path = join("test", "golden", "features.npz");
  const found = decodeZip(readFileSync(path), (name) => name === "statistics.npy");
  assert.deepEqual(decodeNpy(found.get("statistics.npy")!).shape, [20, 7]);
  const copy = join(folder, "cut.zip");
  writeFileSync(copy, encodeZip({ a: Buffer.alloc(100) }));
  truncateSync(copy, 120);
  assert.throws(() => decodeZip(readFileSync(copy)), { tag: "bad-store" });
});
