import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { type ScoredArrays, wilsonInterval } from "../../src/evaluation";
import { encodeNpy } from "../../src/store";

const folder = mkdtempSync(join(tmpdir(), "score-"));

function array(name: string, values: readonly number[], columns?: number): string {
  const path = join(folder, `${name}.npy`);
  const shape = columns === undefined ? [values.length] : [values.length / columns, columns];
  writeFileSync(path, encodeNpy({ data: Float32Array.from(values), shape }));
  return path;
}

function score(...args: string[]) {
  return spawnSync(process.execPath, [join("dist", "src", "cli.js"), "score", ...args], { encoding: "utf8" });
}

const labels = Array.from({ length: 40 }, (_, i) => i % 4);
const guesses = labels.map((label, i) => (i % 5 === 0 ? (label + 1) % 4 : label));
const truth = array("truth", labels);
const predicted = array("predicted", guesses);
const sure = guesses.flatMap((guess) => [0, 1, 2, 3].map((label) => (label === guess ? 0.7 : 0.1)));
const probabilities = array("probabilities", sure, 4);
const tags = array("tags", [1, 0, 0, 1, 1, 1, 0, 0], 2);
const tagScores = array("tag-scores", [0.9, 0.2, 0.4, 0.8, 0.3, 0.7, 0.1, 0.6], 2);

test("labels are scored with intervals, a line a measure and a line a class", () => {
  const { status, stdout, stderr } = score(truth, predicted);
  assert.equal(status, 0, stderr);
  const { low, high } = wilsonInterval(32, 40);
  assert.match(stdout, /^40 items, 4 classes\n/);
  assert.ok(stdout.includes(`0.8000  (${low.toFixed(4)} to ${high.toFixed(4)})`), stdout);
  assert.match(stdout, /\nbalanced accuracy +0\.8000 +\(/);
  assert.match(stdout, /\nclass +precision +recall +F1 +items\n0 +/);
  assert.match(stdout, /accuracy by Wilson/);
  assert.ok(!stdout.includes("log-loss"));
});

test("probabilities are scored too, as JSON", () => {
  const { status, stdout } = score(truth, probabilities, "--json");
  assert.equal(status, 0);
  const scores: ScoredArrays = JSON.parse(stdout);
  const value = (name: string) => scores.measures.find((measure) => measure.name === name)!.value!;
  assert.equal(scores.classes, 4);
  assert.ok(Math.abs(value("accuracy") - 0.8) < 1e-12);
  assert.ok(Math.abs(value("log-loss") + 0.8 * Math.log(0.7) + 0.2 * Math.log(0.1)) < 1e-6);
  assert.ok(Math.abs(value("expected calibration error") - 0.1) < 1e-6);
  assert.ok(value("ROC area, macro") > 0.8);
});

test("tags are scored with --multilabel", () => {
  const { status, stdout } = score(tags, tagScores, "--multilabel");
  assert.equal(status, 0);
  assert.match(stdout, /^4 items, 2 tags\n/);
  assert.match(stdout, /all tags right +0\.5000/);
  assert.match(stdout, /tags above 0\.5/);
});

test("groups widen the intervals", () => {
  const groups = array(
    "groups",
    labels.map((_, i) => (i % 5 === 0 ? 0 : 1 + (i % 6))),
  );
  const { status, stdout } = score(truth, predicted, "--groups", groups, "--json");
  assert.equal(status, 0);
  const { measures, notes }: ScoredArrays = JSON.parse(stdout);
  const { low, high } = wilsonInterval(32, 40);
  assert.ok(measures[0]!.high! - measures[0]!.low! > high - low);
  assert.deepEqual(notes, ["intervals: a bootstrap of 7 groups"]);
});

const text = join(folder, "text.npy");
writeFileSync(text, "hello");
const FAILED: [string, string[], number, RegExp][] = [
  ["a file that is not there", [join(folder, "none.npy"), predicted], 1, /cannot read .*none\.npy/],
  ["a file that is no array", [truth, text], 1, /text\.npy: not a \.npy array/],
  ["different lengths", [truth, array("short", [0, 1])], 2, /40 true labels against 2 predictions/],
  ["one argument", [truth], 2, /missing required argument/],
];
for (const [what, args, code, message] of FAILED) {
  test(`${what}: exit code ${code} and a message`, () => {
    const { status, stderr } = score(...args);
    assert.equal(status, code, stderr);
    assert.match(stderr, message);
  });
}
