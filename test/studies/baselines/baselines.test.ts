import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import type { Clip } from "../../../src/corpora";
import { MT19937 } from "../../../src/random";
import { baselineStudy } from "../../../src/studies";
import type { Run } from "../../../src/studies/run/run";

const data = mkdtempSync(join(tmpdir(), "quadrant-baselines-"));
process.env.QUADRANT_DATA = data;
after(() => rmSync(data, { recursive: true, force: true }));

const QUADRANTS = ["Q1", "Q2", "Q3", "Q4"] as const;
const CLIPS = 160;
const PER_GROUP = 8;

/**
 * Clips whose first four columns tell the class a little, and whose others tell the group only: a group keeps to one
 * class, so a split that shares groups is a memory test.
 */
function runOf(split: "grouped" | "official"): Run {
  const random = new MT19937(11);
  const columns = 4 + CLIPS / PER_GROUP;
  const summary = new Float32Array(new SharedArrayBuffer(4 * CLIPS * columns));
  const clips = Array.from({ length: CLIPS }, (_, item): Clip => {
    const group = Math.floor(item / PER_GROUP);
    const label = group % 4;
    for (let c = 0; c < columns; c++) summary[item * columns + c] = random.normal();
    summary[item * columns + label]! += 0.8;
    summary[item * columns + 4 + group]! += 6;
    const part = group < 12 ? "train" : group < 16 ? "validation" : "test";
    return { id: `clip-${item}`, audio: "", quadrant: QUADRANTS[label]!, group: `g${group}`, split: part };
  });
  const labels = clips.map(({ quadrant }) => QUADRANTS.indexOf(quadrant));
  const dataset = async () => ({
    items: CLIPS,
    summary: { data: summary, shape: [CLIPS, columns] as [number, number] },
    sequences: { data: new Float32Array(new SharedArrayBuffer(0)), shape: [CLIPS, 0, 0] as [number, number, number] },
    labels,
  });
  const corpus = { sheet: { name: "test" }, clips, rejected: [], root: ".", hash: split };
  return { corpus, dataset, settings: { corpus: "test", seed: 1, split, profile: "quick" } } as unknown as Run;
}

test("the planted leak is found: shared groups add to the accuracy, with an interval above 0", async () => {
  const { leaks, grouped, random } = await baselineStudy(runOf("grouped"));
  const { difference } = leaks.find(({ model }) => model === "logistic regression")!;
  assert.ok(difference.low > 0.2, JSON.stringify(difference));
  assert.deepEqual([grouped[1]!.tested, random[1]!.tested], [CLIPS, CLIPS]);
});

test("with an official split both protocols are asked about its test clips", async () => {
  const { leaks, grouped, random } = await baselineStudy(runOf("official"));
  assert.deepEqual([grouped[1]!.tested, random[1]!.tested], [32, 32]);
  assert.ok(leaks.find(({ model }) => model === "logistic regression")!.difference.estimate > 0.2);
});
