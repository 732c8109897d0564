import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { encodeWav } from "../../src/audio";
import { type Audit, audit, informationSheet, parseProtocol } from "../../src/audit";
import type { Clip } from "../../src/corpora";
import { MT19937 } from "../../src/random";
import type { Run } from "../../src/studies";

const work = mkdtempSync(join(tmpdir(), "quadrant-audit-"));
process.env.QUADRANT_DATA = work;
after(() => rmSync(work, { recursive: true, force: true }));

const QUADRANTS = ["Q1", "Q2", "Q3", "Q4"] as const;
const CLIPS = 180;
const COLUMNS = 200;
const MEMORISER = { name: "KNeighborsClassifier", options: { nNeighbors: 1, weights: "uniform" } };
const CLEAN = {
  name: "planted",
  corpus: {},
  scaling: { kind: "per-column", from: "training" },
  split: { kind: "k-fold", folds: 5, repeats: 2, grouped: true },
  models: [MEMORISER],
};

let run: Run;

/**
 * Clips of pure noise: there is nothing to learn, so whatever is above chance is a leak. Three clips each by sixty
 * composers, each composer with a column of their own and a quadrant of their own.
 */
before(() => {
  const random = new MT19937(5);
  const summary = new Float32Array(new SharedArrayBuffer(4 * CLIPS * COLUMNS));
  const clips = Array.from({ length: CLIPS }, (_, i): Clip => {
    const group = Math.floor(i / 3);
    for (let c = 0; c < COLUMNS; c++) summary[i * COLUMNS + c] = random.normal() + (c === group ? 30 : 0);
    const audio = join(work, `${i}.wav`);
    writeFileSync(
      audio,
      encodeWav(
        Float32Array.from({ length: 11_025 }, () => 0.1 * random.normal()),
        22_050,
      ),
    );
    return { id: `clip-${i}`, audio, quadrant: QUADRANTS[(group * 7) % 4]!, group: `g${group}` };
  });
  const labels = clips.map(({ quadrant }) => QUADRANTS.indexOf(quadrant));
  run = {
    settings: {},
    corpus: {
      sheet: { name: "test", title: "Noise", groupMeaning: "composer", labelMeaning: "Drawn.", traps: [] },
      clips,
      rejected: [],
      root: work,
      hash: "planted",
    },
    longestClip: async () => 22,
    dataset: async () => ({
      items: CLIPS,
      summary: { data: summary, shape: [CLIPS, COLUMNS] },
      labels,
    }),
  } as unknown as Run;
});

function present({ flaws }: Audit): string[] {
  return flaws.filter(({ detection }) => detection.state === "present").map(({ id }) => id);
}

test("a clean protocol is passed as clean, and stays at chance, labels shuffled or not", async () => {
  const found = await audit(run, parseProtocol(CLEAN));
  assert.ok(found.clean);
  assert.deepEqual(present(found), []);
  assert.ok(found.accuracy.estimate < 0.4, String(found.accuracy.estimate));
  assert.ok(found.permuted.estimate < 0.4, String(found.permuted.estimate));
});

/** What is planted, and whether 180 clips are enough to be sure of it: the corrected interval is a wide one. */
const PLANTED: [string, object, sure: boolean][] = [
  ["F1", { oversampling: { factor: 3, when: "before-split" } }, true],
  ["F5, F13", { split: { kind: "k-fold", folds: 5, repeats: 2, grouped: false } }, true],
  ["selection", { selection: { columns: 30, from: "all" }, models: [{ name: "LogisticRegression" }] }, false],
];
for (const [id, changes, sure] of PLANTED) {
  test(`${id} is found, measured, and gone after the repair`, async () => {
    const found = await audit(run, parseProtocol({ ...CLEAN, ...changes }));
    assert.deepEqual(present(found), [id]);
    const { worth } = found.flaws[0]!;
    assert.ok(worth, "it was not measured");
    assert.ok(worth.difference.estimate > 0.08, JSON.stringify(worth));
    if (sure) assert.ok(worth.difference.low > 0, JSON.stringify(worth));
    assert.ok(found.accuracy.estimate > found.repaired.estimate + 0.08);
  });
}

test("a scaler fitted on all clips is found, and what it is worth cannot be told from nothing", async () => {
  const found = await audit(run, parseProtocol({ ...CLEAN, scaling: { kind: "per-column", from: "all" } }));
  assert.deepEqual(present(found), ["F10"]);
  const { low, high } = found.flaws[0]!.worth!.difference;
  assert.ok(low <= 0 && high >= 0, `${low} to ${high}`);
});

test("one small test: worth is luck, centred on nothing", async () => {
  const split = { kind: "hold-out", testShare: 0.1, grouped: true };
  const { flaws } = await audit(run, parseProtocol({ ...CLEAN, split }));
  const { difference } = flaws.find(({ id }) => id === "F8")!.worth!;
  assert.equal(difference.estimate, 0);
  assert.ok(difference.low < -0.05 && difference.high > 0.05, JSON.stringify(difference));
});

test("tests of different sizes: two models that are equally good seem to differ, by luck", async () => {
  const split = { kind: "hold-out", testShare: 0.2, grouped: true };
  const models = [{ name: "LogisticRegression", testShare: 0.05 }, { name: "GaussianNB" }];
  const { flaws } = await audit(run, parseProtocol({ ...CLEAN, split, models }));
  const [one, two] = ["F8", "F7"].map((name) => flaws.find(({ id }) => id === name)!.worth!.difference);
  assert.ok(two!.low < 0 && two!.high > 0, JSON.stringify(two));
  // Both tests are a matter of luck, not one alone.
  assert.ok(two!.high - two!.low > one!.high - one!.low, JSON.stringify([one, two]));
});

test("the same protocol gives the same audit", async () => {
  const protocol = parseProtocol({ ...CLEAN, oversampling: { factor: 2, when: "before-split" } });
  assert.deepEqual(await audit(run, protocol), await audit(run, protocol));
});

test("the information sheet answers every field from the run", async () => {
  const sheet = informationSheet(run, await audit(run, parseProtocol({ ...CLEAN, ...PLANTED[0]![1] })));
  assert.equal(new Set(sheet.map(({ field }) => field)).size, sheet.length);
  for (const { field, answer } of sheet) assert.ok(answer.length > 10, field);
  assert.match(
    sheet.find(({ field }) => field.startsWith("L1.4"))!.answer,
    /Flaw found, oversampling before the split/,
  );
});
