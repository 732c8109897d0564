import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { encodeWav } from "../../src/audio";
import { FEATURE_NAMES } from "../../src/features";
import { decodeNpy, decodeZip, FeatureStore } from "../../src/store";

const folder = mkdtempSync(join(tmpdir(), "quadrant-features-"));
after(() => rmSync(folder, { recursive: true }));

function features(...args: string[]) {
  return spawnSync(process.execPath, [join("dist", "src", "cli.js"), "features", ...args], { encoding: "utf8" });
}

function wav(path: string, hz = 440): string {
  mkdirSync(join(path, ".."), { recursive: true });
  const samples = Float32Array.from({ length: 22_050 }, (_, i) => 0.4 * Math.sin((2 * Math.PI * hz * i) / 22_050));
  writeFileSync(path, encodeWav(samples, 22_050));
  return path;
}

function shapesOf(path: string): Record<string, readonly number[]> {
  const members = [...decodeZip(readFileSync(path))];
  return Object.fromEntries(members.map(([name, bytes]) => [name.replace(/\.npy$/, ""), decodeNpy(bytes).shape]));
}

test("one file becomes one .npz of the study's features, and nothing else is in it", () => {
  const out = join(folder, "one", "out.npz");
  const { status, stdout, stderr } = features(wav(join(folder, "a tone.wav")), "--out", out);
  assert.equal(status, 0, stderr);
  assert.match(stdout, /1 of 1 files extracted/);
  const shapes = shapesOf(out);
  assert.deepEqual(Object.keys(shapes), [...FEATURE_NAMES]);
  assert.deepEqual(shapes.mfcc, [20, 44]);
});

const hasNumpy = spawnSync("python3", ["-c", "import numpy"]).status === 0;

test("numpy.load opens it", { skip: hasNumpy ? false : "python3 with numpy is not here" }, () => {
  const out = join(folder, "numpy.npz");
  assert.equal(features(wav(join(folder, "numpy.wav")), "--out", out, "--features", "rms,mfcc").status, 0);
  const script =
    "import numpy, sys; f = numpy.load(sys.argv[1]); print([(k, f[k].shape, f[k].dtype.name) for k in f.files])";
  const { stdout } = spawnSync("python3", ["-c", script, out], { encoding: "utf8" });
  assert.equal(stdout.trim(), "[('rms', (1, 44), 'float32'), ('mfcc', (20, 44), 'float32')]");
});

test("many files go into a folder; a bad one is named, the others are made, and the exit code is 1", () => {
  const out = join(folder, "many");
  const bad = join(folder, "bad.wav");
  writeFileSync(bad, "no sound");
  const paths = [wav(join(folder, "x", "same.wav")), bad, wav(join(folder, "y", "same.wav"), 880)];
  const args = ["--out", out, "--features", "rms", "--hop-length", "256", "--n-fft", "1024", "--workers", "2"];
  const { status, stdout, stderr } = features(...paths, ...args, "--json");
  assert.equal(status, 1);
  assert.match(stderr, /bad\.wav is not a WAV/);
  const answer = JSON.parse(stdout);
  assert.deepEqual(
    answer.written.map(({ file }: { file: string }) => file),
    [join(out, "same.npz"), join(out, "same-2.npz")],
  );
  assert.equal(answer.failed.length, 1);
  assert.deepEqual(shapesOf(join(out, "same-2.npz")), { rms: [1, 87] });
});

test("a folder, an empty file and one that is not there are named, each with what to do, and the summary counts them", () => {
  const empty = join(folder, "empty.mp3");
  writeFileSync(empty, "");
  const paths = [folder, empty, join(folder, "nowhere.ogg"), wav(join(folder, "sound.wav"))];
  const { status, stdout, stderr } = features(...paths, "--out", join(folder, "some"), "--features", "rms");
  assert.equal(status, 1);
  assert.match(stdout, /1 of 4 files extracted, 3 failed/);
  assert.match(
    stderr,
    /cannot read .*: it is a folder[\s\S]*empty\.mp3 is empty \(0 bytes\)[\s\S]*no file .*nowhere\.ogg/,
  );
});

test("of a file of hours a part is taken, and the whole is refused with that remedy", () => {
  // Most of it is a hole in the disk.
  const path = join(folder, "long.wav");
  const header = Buffer.from(encodeWav(new Float32Array(0), 8000)).subarray(0, 44);
  const bytes = 6 * 3600 * 8000 * 2;
  header.writeUInt32LE(bytes, 40);
  writeFileSync(path, header);
  truncateSync(path, 44 + bytes);
  const out = join(folder, "long.npz");
  const whole = features(path, "--out", out, "--features", "rms", "--sr", "8000");
  assert.equal(whole.status, 1);
  assert.match(whole.stderr, /long\.wav is longer than 900 s[\s\S]*--offset and --duration/);
  const args = ["--out", out, "--features", "rms", "--sr", "8000", "--offset", "880", "--duration", "10"];
  assert.equal(features(path, ...args).status, 0);
  assert.deepEqual(shapesOf(out), { rms: [1, 157] });
});

test("wrong usage exits with 2 and says what is possible", () => {
  const file = wav(join(folder, "usage.wav"));
  const cases: [args: string[], message: RegExp][] = [
    [[], /name sound files, or a corpus/],
    [[file], /say with --out/],
    [[file, file, "--out", "a.npz"], /holds one file, but there are 2/],
    [[file, "--corpus", "folder", "--out", "a"], /either files or --corpus/],
    [[file, "--out", "a", "--shard", "1/2"], /go with --corpus/],
    [["--corpus", "folder", "--root", folder], /--store/],
    [["--corpus", "folder", "--store", "s", "--shard", "3/2"], /3\/2 is not a part/],
    [[file, "--out", "a", "--features", "mfcc,nosuch"], /no feature nosuch[\s\S]*chroma_stft/],
    [[file, "--out", "a", "--n-fft", "1000"], /1000 is not a power of two/],
    [["--corpus", "nosuch", "--store", join(folder, "s")], /no corpus nosuch/],
  ];
  for (const [args, message] of cases) {
    const { status, stderr } = features(...args);
    assert.equal(status, 2, `${args.join(" ")}: ${stderr}`);
    assert.match(stderr, message);
  }
});

test("two shards make a store together, and a run without shards finds nothing left to do", () => {
  const root = join(folder, "corpus");
  for (let i = 0; i < 5; i++) wav(join(root, `Q${(i % 4) + 1}`, `clip${i}.wav`), 200 + 100 * i);
  const store = join(folder, "store");
  const run = (...args: string[]) => {
    const all = ["--corpus", "folder", "--root", root, "--store", store, "--features", "rms", "--json", ...args];
    const { status, stdout, stderr } = features(...all);
    assert.equal(status, 0, stderr);
    return JSON.parse(stdout);
  };
  assert.equal(run("--shard", "1/2").computed, 3);
  assert.equal(readdirSync(store).length, 3);
  assert.equal(run("--shard", "2/2").computed, 2);
  assert.deepEqual([run().computed, run().reused], [0, 5]);
  assert.equal(FeatureStore.open(store).ids().length, 5);
});
