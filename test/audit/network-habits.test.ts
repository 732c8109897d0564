import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { parseProtocol, runNetworkProtocol } from "../../src/audit";
import type { Clip } from "../../src/corpora";
import { FEATURE_NAMES } from "../../src/features";
import { MT19937 } from "../../src/random";
import { FeatureStore } from "../../src/store";
import type { NetworkTask, Run } from "../../src/studies";

const work = mkdtempSync(join(tmpdir(), "quadrant-habits-"));
process.env.QUADRANT_DATA = work;
after(() => rmSync(work, { recursive: true, force: true }));

const QUADRANTS = ["Q1", "Q2", "Q3", "Q4"] as const;
const CLIPS = 120;
const FRAMES = 12;

const NETWORK = {
  name: "recurrent network",
  stopping: "best-validation",
  initialState: "zeros",
  readout: "mean",
};
const PROTOCOL = {
  name: "habits",
  corpus: {},
  scaling: { kind: "per-column", from: "training" },
  split: { kind: "k-fold", folds: 3, repeats: 2, grouped: true },
  models: [{ name: "LogisticRegression" }, NETWORK],
  paddedFrames: 30 * FRAMES,
};

let run: Run;

/** Short clips with a row that stands out, another for each class. */
before(() => {
  const random = new MT19937(5);
  const store = FeatureStore.open(join(work, "store"));
  const clips = Array.from({ length: CLIPS }, (_, i): Clip => {
    const label = i % 4;
    const features = FEATURE_NAMES.map((name, row) => {
      const data = Float32Array.from({ length: FRAMES }, () => random.normal() + (row === label ? 4 : 0));
      return [name, { data, shape: [1, FRAMES] as [number, number] }] as const;
    });
    store.write(`clip-${i}`, {
      features: Object.fromEntries(features),
      provenance: {
        extractor: "test",
        parameters: {},
        sr: 22_050,
        seconds: 1,
        audio: { sha256: "0", size: 1, mtimeMs: 0 },
      },
    });
    return { id: `clip-${i}`, audio: "", quadrant: QUADRANTS[label]!, group: `g${Math.floor(i / 4)}` };
  });
  run = {
    settings: { profile: "standard", seed: 1 },
    corpus: { clips, hash: "habits" },
    store,
    longestClip: async () => FRAMES,
  } as unknown as Run;
});

const accuracyOf = async (habits: object): Promise<number> => {
  const outcome = await runNetworkProtocol(
    run,
    parseProtocol({ ...PROTOCOL, models: [PROTOCOL.models[0], { ...NETWORK, ...habits }] }),
    "habits",
  );
  return outcome!.right.reduce((sum, value) => sum + value, 0) / CLIPS;
};

/** The trainings that were kept in files, each once. */
const trainings = (): NetworkTask[] =>
  readdirSync(join(work, "studies")).map((file) => JSON.parse(readFileSync(join(work, "studies", file), "utf8")).task);

test("a protocol's network learns on the folds of the protocol, its validation clips of other groups", async () => {
  assert.ok((await accuracyOf({})) > 0.6);
  assert.equal(trainings().length, 6);
  for (const { recipe, keep, train, validation, test: tested } of trainings()) {
    assert.equal(keep, "best");
    assert.deepEqual([recipe.network.readout, recipe.network.randomInitialState], ["mean", false]);
    assert.deepEqual([recipe.input.padding, recipe.input.scaling], ["masked", "row"]);
    assert.equal(new Set([...train, ...validation, ...tested]).size, CLIPS);
    const groups = (clips: readonly number[]) => new Set(clips.map((clip) => Math.floor(clip / 4)));
    const outside = [...groups(validation), ...groups(tested)];
    assert.ok(outside.every((group) => !groups(train).has(group)));
  }
});

test("each bad habit is what is trained", async () => {
  const habits = [{ stopping: "last-epoch" }, { initialState: "random" }, { readout: "last-frame" }];
  const seen = trainings().map((task) => JSON.stringify(task));
  for (const habit of habits) await accuracyOf(habit);
  const added = trainings().filter((task) => !seen.includes(JSON.stringify(task)));
  assert.equal(added.length, 3 * 6);
  const count = (has: (task: NetworkTask) => boolean) => added.filter(has).length;
  assert.equal(
    count(({ keep }) => keep === "last"),
    6,
  );
  assert.equal(
    count(({ recipe }) => recipe.network.randomInitialState),
    6,
  );
  assert.equal(
    count(({ recipe: { network, input } }) => network.readout === "last" && input.padding === "raw"),
    6,
  );
  assert.ok(added.every(({ recipe }) => recipe.input.frames === PROTOCOL.paddedFrames));
});

test("a protocol without a network has no habits of one", async () => {
  const none = await runNetworkProtocol(run, parseProtocol({ ...PROTOCOL, models: [PROTOCOL.models[0]] }), "none");
  assert.equal(none, undefined);
});
