import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { parseProtocol } from "../../src/audit";
import { loadAuditData } from "../../src/audit/load-audit-data";
import { FEATURE_NAMES } from "../../src/features";
import { FeatureStore } from "../../src/store";
import type { Run } from "../../src/studies";

const work = mkdtempSync(join(tmpdir(), "quadrant-flattened-"));
after(() => rmSync(work, { recursive: true, force: true }));

const ROWS = FEATURE_NAMES.length;
const STEPS = 64;
const PROTOCOL = parseProtocol({
  name: "flattened",
  corpus: {},
  features: "flattened-frames",
  scaling: { kind: "per-column", from: "training" },
  split: { kind: "k-fold", folds: 2, grouped: true },
  models: [{ name: "LogisticRegression" }],
});

/** Clips of one row a feature: row r of frame f is 1000 r + f. */
function runOf(lengths: readonly number[]): Run {
  const store = FeatureStore.open(mkdtempSync(join(work, "store-")));
  const clips = lengths.map((frames, i) => {
    const features = FEATURE_NAMES.map((name, row) => {
      const data = Float32Array.from({ length: frames }, (_, frame) => 1000 * row + frame);
      return [name, { data, shape: [1, frames] as [number, number] }] as const;
    });
    const audio = { sha256: "0", size: 1, mtimeMs: 0 };
    const provenance = { extractor: "test", parameters: {}, sr: 22_050, seconds: 1, audio };
    store.write(`clip-${i}`, { features: Object.fromEntries(features), provenance });
    return { id: `clip-${i}`, quadrant: i % 2 === 0 ? "Q1" : "Q4" };
  });
  return { corpus: { clips }, store, longestClip: async () => Math.max(...lengths) } as unknown as Run;
}

test("flattened frames are 64 steps of all rows side by side, the last ones of a shorter clip 0", async () => {
  const { clips, columns, labels } = await loadAuditData(runOf([2 * STEPS, STEPS + 1]), PROTOCOL);
  assert.deepEqual([clips, labels, columns.shape], [2, [0, 3], [2, STEPS * ROWS]]);
  const at = (clip: number, step: number, row: number) => columns.data[(clip * STEPS + step) * ROWS + row];
  assert.deepEqual([at(0, 0, 0), at(0, 1, 0), at(0, 63, 2)], [0.5, 2.5, 2126.5], "the mean of two frames");
  assert.deepEqual([at(1, 31, 3), at(1, 32, 3), at(1, 33, 3)], [3062.5, 3064 / 2, 0], "beyond its end are frames of 0");
});

test("clips of fewer frames than steps are filled up", async () => {
  const { columns } = await loadAuditData(runOf([3, 2]), PROTOCOL);
  assert.deepEqual(
    [...columns.data.subarray(0, 4 * ROWS)].filter((_, i) => i % ROWS === 1),
    [1000, 1001, 1002, 0],
  );
});
