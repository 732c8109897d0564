import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { kept, parseRunSettings, type Run, STUDIES_VARIABLE } from "../../../src/studies";
import { studyFile } from "../../../src/studies/cache/study-file";

const folder = mkdtempSync(join(tmpdir(), "quadrant-kept-"));
process.env[STUDIES_VARIABLE] = folder;
after(() => rmSync(folder, { recursive: true, force: true }));

function runOf(settings: object = {}, ids: readonly string[] = ["a", "b"], hash = "0"): Run {
  const clips = ids.map((id) => ({ id }));
  return { corpus: { hash, clips }, settings: parseRunSettings(settings) } as unknown as Run;
}

test("an outcome is computed once for the same clips, settings and inputs, and comes back as it was", async () => {
  const outcome = {
    none: undefined,
    odd: [Number.NaN, -0, 1 / 3],
    typed: new Float32Array([0.1]),
    map: new Map([["a", 1]]),
  };
  let asked = 0;
  const study = kept("counted", async (_: Run, input: number) => {
    asked++;
    return { ...outcome, input };
  });
  const first = await study(runOf(), 1);
  assert.deepEqual(await study(runOf({ root: "/elsewhere" }), 1), first);
  assert.deepEqual(first, { ...outcome, input: 1 });
  assert.equal(asked, 1);
  const others: [Run, number][] = [
    [runOf(), 2],
    [runOf({ seed: 2 }), 1],
    [runOf({ profile: "quick" }), 1],
    [runOf({}, ["a"]), 1],
    [runOf({}, ["a", "b"], "1"), 1],
  ];
  for (const [run, input] of others) await study(run, input);
  assert.equal(asked, 1 + others.length, "whatever differs counts");
  const namesake = kept("another", async () => "another");
  assert.equal(await namesake(runOf()), "another");
});

test("a damaged file is as good as none", async () => {
  let asked = 0;
  const study = kept("damaged", async () => ++asked);
  const before = new Set(readdirSync(folder));
  assert.equal(await study(runOf()), 1);
  const [file] = readdirSync(folder).filter((name) => !before.has(name));
  writeFileSync(join(folder, file!), "rubbish");
  assert.equal(await study(runOf()), 2);
  assert.equal(await study(runOf()), 2);
});

test("an outcome that is a function, and would not come back as it was, is refused", async () => {
  const study = kept("function", async () => ({ predict: () => 1 }));
  await assert.rejects(study(runOf()), /could not be cloned/);
});

test("the order of words in what is asked makes no difference; the order in a list does", () => {
  const file = (inputs: object) => studyFile(inputs, "json");
  assert.equal(file({ a: 1, b: { c: 2, d: [1, 2] } }), file({ b: { d: [1, 2], c: 2 }, a: 1 }));
  assert.notEqual(file({ a: [1, 2] }), file({ a: [2, 1] }));
});
