import assert from "node:assert/strict";
import { test } from "node:test";
import { FLAWS, type Protocol, parseProtocol, readProtocol } from "../../src/audit";
import { dealFolds } from "../../src/audit/examples";
import type { AuditContext } from "../../src/audit/flaw";
import type { Clip } from "../../src/corpora";

const QUADRANTS = ["Q1", "Q2", "Q3", "Q4"] as const;

/** 80 clips of 20 composers, four by each. */
const CLIPS = Array.from({ length: 80 }, (_, i): Clip => {
  return { id: `clip-${i}`, audio: "", quadrant: QUADRANTS[Math.floor(i / 4) % 4]!, group: `g${Math.floor(i / 4)}` };
});

const CLEAN = {
  name: "clean",
  corpus: {},
  scaling: { kind: "per-column", from: "training" },
  split: { kind: "k-fold", folds: 5, repeats: 2, grouped: true },
  models: [{ name: "LogisticRegression" }],
};

function contextOf(changes: object, more: Partial<AuditContext> = {}): AuditContext {
  const protocol = parseProtocol({ ...CLEAN, ...changes });
  return {
    protocol,
    clips: CLIPS,
    folds: dealFolds(protocol, CLIPS),
    duplicates: [],
    columns: 300,
    frames: 500,
    ...more,
  };
}

test("a protocol that asks for frames of changed copies is refused, naming the field", () => {
  const augmentation = { methods: ["noise"], when: "training-only" };
  assert.throws(() => parseProtocol({ ...CLEAN, features: "flattened-frames", augmentation }), /augmentation/);
});

/** The ids of the flaws that are found. */
function foundIn(context: AuditContext): string[] {
  return FLAWS.filter((flaw) => flaw.detect(context).state === "present").map(({ id }) => id);
}

test("a clean protocol is passed as clean, with copies made of training clips too", () => {
  assert.deepEqual(foundIn(contextOf({})), []);
  const copies = {
    oversampling: { factor: 2, when: "training-only" },
    augmentation: { methods: ["noise", "pitch-shift"], when: "training-only" },
    selection: { columns: 50, from: "training" },
  };
  assert.deepEqual(foundIn(contextOf(copies)), []);
});

const NETWORK = { name: "recurrent network", stopping: "best-validation", initialState: "zeros", readout: "mean" };
const TAGGED = CLIPS.map((clip, i) => ({
  ...clip,
  tags: i < 8 ? ["calm", "dark"] : ["calm"],
  quadrants: ["Q4" as const],
}));
const PLANTED: [string, object, Partial<AuditContext>?][] = [
  ["F3", { labels: "first-tag" }, { clips: TAGGED }],
  ["F1", { oversampling: { factor: 2, when: "before-split" } }],
  ["F2", { augmentation: { methods: ["noise"], when: "before-split" } }],
  ["F5, F13", { split: { kind: "k-fold", folds: 5, repeats: 1, grouped: false } }],
  ["near-duplicates", {}, { duplicates: [{ a: "clip-0", b: "clip-79", similarity: 0.99, shift: 0 }] }],
  ["F6", { scaling: { kind: "one-scalar", from: "training" } }],
  ["F10", { scaling: { kind: "per-column", from: "all" } }],
  ["selection", { selection: { columns: 20, from: "all" } }],
  ["F19", {}, { columns: 264_180 }],
  [
    "F7",
    {
      models: [
        { name: "LogisticRegression", testShare: 0.2 },
        { ...NETWORK, testShare: 0.1 },
      ],
    },
  ],
  ["F8", { split: { kind: "hold-out", testShare: 0.1, grouped: true } }],
  ["F9", { models: [{ ...NETWORK, stopping: "last-epoch" }] }],
  ["F11", { models: [{ ...NETWORK, initialState: "random" }] }],
  ["F14", { models: [{ ...NETWORK, readout: "last-frame" }], paddedFrames: 1295 }],
];
for (const [id, changes, more] of PLANTED) {
  test(`${id} is found where it was planted, and nothing else is`, () => {
    assert.deepEqual(foundIn(contextOf(changes, more)), [id]);
  });
}

test("the alphabet's choice is counted, and the clips are named whose tags point to several quadrants", () => {
  const torn = TAGGED.map((clip, i) => (i === 3 ? { ...clip, quadrants: ["Q3" as const, "Q4" as const] } : clip));
  const flaw = FLAWS.find(({ id }) => id === "F3")!;
  const { evidence, clips } = flaw.detect(contextOf({ labels: "first-tag" }, { clips: torn }));
  assert.match(evidence, /8 of 80 clips .*the tags of 1 point/);
  assert.deepEqual(clips, ["clip-3"]);
  assert.equal(flaw.detect(contextOf({ labels: "first-tag" })).state, "does not apply");
});

test("the clips concerned are named", () => {
  const flaw = FLAWS.find(({ id }) => id === "F1")!;
  const context = contextOf({ oversampling: { factor: 2, when: "before-split" } });
  const { clips, evidence } = flaw.detect(context);
  const fold = context.folds[0]!;
  const doubled = fold.test.filter((clip) => fold.train.some((example) => example.clip === clip));
  assert.ok(doubled.length > 0);
  for (const clip of doubled) assert.ok(clips.includes(`clip-${clip}`));
  assert.match(evidence, new RegExp(`^${clips.length} of 80 tested clips`));
});

test("a repair removes its own flaw and no other", () => {
  const all = JSON.parse(JSON.stringify(readProtocol("data/protocols/published.json"))) as Protocol;
  const present = foundIn(contextOf(all));
  for (const flaw of FLAWS.filter(({ id, repair }) => repair !== undefined && present.includes(id))) {
    const left = foundIn(contextOf(flaw.repair!(all)));
    assert.deepEqual(
      left,
      present.filter((id) => id !== flaw.id),
      flaw.id,
    );
  }
});

test("the shipped protocols: the published one has the study's flaws, the leak-free one none", () => {
  const { name: _, ...published } = readProtocol("data/protocols/published.json");
  assert.deepEqual(foundIn(contextOf({ ...published })), [
    "F1",
    "F2",
    "F5, F13",
    "F6",
    "F10",
    "F7",
    "F8",
    "F9",
    "F11",
    "F14",
  ]);
  assert.deepEqual(foundIn(contextOf({ ...readProtocol("data/protocols/leak-free.json") })), []);
});

test("folds: every clip is tested once in each deal, and copies made after the split stay on the learning side", () => {
  const context = contextOf({
    oversampling: { factor: 2, when: "training-only" },
    augmentation: { methods: ["noise", "time-shift"], when: "training-only" },
  });
  assert.equal(context.folds.length, 10);
  for (const repeat of [0, 1]) {
    const tested = context.folds.filter((fold) => fold.repeat === repeat).flatMap(({ test: clips }) => clips);
    assert.deepEqual(
      tested.sort((a, b) => a - b),
      CLIPS.map((_, i) => i),
    );
  }
  for (const { train, test: tested } of context.folds) {
    const learnt = new Set(train.map(({ clip }) => clip));
    assert.ok(tested.every((clip) => !learnt.has(clip)));
    // Every class has twice what the largest has: clips, their two changed copies, and duplicates of any of them.
    const counts = [0, 1, 2, 3].map((label) => train.filter(({ clip }) => Math.floor(clip / 4) % 4 === label).length);
    assert.equal(new Set(counts).size, 1, counts.join());
  }
});

test("protocols that are none are refused by field", () => {
  assert.throws(() => parseProtocol({ ...CLEAN, scaling: { kind: "sometimes", from: "all" } }), {
    tag: "bad-argument",
    message: /scaling\.kind/,
  });
  assert.throws(() => parseProtocol({ ...CLEAN, leaks: true }), /leaks/);
  assert.throws(() => readProtocol("data/protocols/none.json"), { tag: "missing-file", message: /none\.json/ });
  assert.throws(() => readProtocol("README.md"), { tag: "bad-argument", message: /README\.md is not JSON/ });
});
