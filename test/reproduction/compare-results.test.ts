import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { differences, lastResults } from "../../src/reproduction";

const folder = mkdtempSync(join(tmpdir(), "quadrant-compare-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const result = (label: string, estimate: number) => ({ notebook: "03-baselines", cell: 1, label, estimate });

test("the last digit counts, and so does what is missing or new; the cell does not", () => {
  const before = [result("a", 0.1), result("b", 0.2), result("c", 0.3)];
  assert.deepEqual(differences(before, before), []);
  assert.deepEqual(differences(before, [{ ...before[0]!, cell: 9 }, before[1]!, before[2]!]), []);
  const found = differences(before, [result("a", 0.1 + 1e-16 * 2), result("c", 0.3), result("d", 0.4)]);
  assert.equal(found.length, 3);
  assert.match(found[0]!, /03-baselines: a was 0.1, is 0.1000/);
  assert.match(found[1]!, /b was 0.2, is not there/);
  assert.match(found[2]!, /d was not there, is 0.4/);
});

test("an interval that differs is a difference", () => {
  const ranged = (high: number) => [{ ...result("a", 0.5), low: 0.4, high }];
  assert.deepEqual(differences(ranged(0.6), ranged(0.6)), []);
  assert.equal(differences(ranged(0.6), ranged(0.7)).length, 1);
});

test("nothing to compare with is said, and so is a damaged file", () => {
  assert.throws(() => lastResults(folder), { tag: "missing-file" });
  writeFileSync(join(folder, "results.json"), "{");
  assert.throws(() => lastResults(folder), { tag: "bad-store" });
});
