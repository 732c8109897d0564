import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { encodeWav } from "../../../src/audio";
import { loadClip, openCorpus, segmentsOf } from "../../../src/corpora";
import { extractCorpus } from "../../../src/features";
import { FeatureStore } from "../../../src/store";

const SR = 22_050;
const folder = mkdtempSync(join(tmpdir(), "quadrant-segments-"));
process.env.QUADRANT_DATA = join(folder, "data");
after(() => rmSync(folder, { recursive: true, force: true }));

const track = (seconds: number) => ({ id: "a", group: "artist", seconds });

test("start, middle and all of a track; short tracks stay whole", () => {
  const places = (seconds: number, rule: "whole" | "start" | "middle" | "all") =>
    segmentsOf([track(seconds)], rule).map(({ id, group, offset, duration }) => [id, group, offset, duration]);
  assert.deepEqual(places(95, "whole"), [["a", "artist", undefined, undefined]]);
  assert.deepEqual(places(95, "start"), [["a-at-0s", "artist", 0, 30]]);
  assert.deepEqual(places(95.3, "middle"), [["a-at-32.6s", "artist", 32.6, 30]]);
  assert.deepEqual(
    places(95, "all").map(([id]) => id),
    ["a-at-0s", "a-at-30s", "a-at-60s"],
  );
  for (const rule of ["start", "middle", "all"] as const) {
    assert.deepEqual(places(30.04, rule), [["a", "artist", undefined, undefined]]);
    assert.ok(places(31, rule).length === 1 && places(31, rule)[0]![3] === 30);
  }
  assert.throws(() => segmentsOf([], "all", 0), { tag: "bad-argument", message: /segmentSeconds = 0/ });
});

/** A tone that rises from one half minute to the next, so that every segment sounds of its own. */
function makeTrack(path: string, seconds: number): void {
  const samples = Float32Array.from(
    { length: seconds * SR },
    (_, t) => 0.3 * Math.sin((2 * Math.PI * (220 + 220 * Math.floor(t / SR / 30)) * t) / SR),
  );
  writeFileSync(path, encodeWav(samples, SR));
}

test("segments of a folder are clips of their own, of one group, and the store keeps them apart", async () => {
  const root = join(folder, "long");
  mkdirSync(join(root, "Q1"), { recursive: true });
  makeTrack(join(root, "Q1", "long.wav"), 65);
  makeTrack(join(root, "Q1", "short.wav"), 5);
  const whole = await openCorpus({ name: "folder", root });
  assert.deepEqual(
    whole.clips.map(({ id }) => id),
    ["Q1_long", "Q1_short"],
  );
  const corpus = await openCorpus({ name: "folder", root, segments: "all" });
  assert.deepEqual(
    corpus.clips.map(({ id, group, offset, duration }) => [id, group, offset, duration]),
    [
      ["Q1_long-at-0s", "Q1_long", 0, 30],
      ["Q1_long-at-30s", "Q1_long", 30, 30],
      ["Q1_short", "Q1_short", undefined, undefined],
    ],
  );
  assert.notEqual(corpus.hash, whole.hash);
  for (const clip of corpus.clips.slice(0, 2)) assert.equal((await loadClip(clip)).seconds, 30);
  const store = FeatureStore.open(join(folder, "store"));
  const parameters = { features: ["spectral_centroid" as const] };
  const options = { parameters, progress: false, workers: 1 };
  assert.deepEqual(await extractCorpus(corpus, store, options), { computed: 3, reused: 0, failed: [], replaced: [] });
  const middleOf = async (id: string) => {
    const { spectral_centroid: centroid } = await store.read(id, ["spectral_centroid"]);
    return centroid.data[Math.floor(centroid.data.length / 2)]!;
  };
  assert.ok(Math.abs((await middleOf("Q1_long-at-0s")) - 220) < 30);
  assert.ok(Math.abs((await middleOf("Q1_long-at-30s")) - 440) < 30);
  assert.equal((await extractCorpus(corpus, store, options)).reused, 3);
  // The same id at another place of the file is made anew.
  const moved = { clips: [{ ...corpus.clips[1]!, offset: 1 }] };
  const { replaced } = await extractCorpus(moved, store, options);
  assert.match(replaced[0]!.reason, /other parameters/);
});
