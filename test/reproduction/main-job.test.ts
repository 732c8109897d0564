import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { after, test } from "node:test";

const CLI = join("dist", "src", "cli.js");
const work = mkdtempSync(join(tmpdir(), "quadrant-main-job-"));
const env = { ...process.env, QUADRANT_DATA: join(work, "data") };
const SMALL = ["--clips", "24", "--seconds", "4", "--profile", "quick"];

after(() => rmSync(work, { recursive: true, force: true }));

function reproduce(...flags: string[]) {
  return spawnSync(process.execPath, [CLI, "reproduce", ...flags], { env, encoding: "utf8" });
}

interface Answer {
  readonly index: string;
  readonly results: readonly { label: string; estimate: number; low?: number; high?: number }[];
  readonly failures: readonly string[];
}

test("the main job composes, extracts, trains, runs every notebook and leaves a report; again, it gives the same", () => {
  const out = join(work, "report");
  const first = reproduce(...SMALL, "--out", out, "--json");
  assert.equal(first.status, 0, first.stderr);
  const answer: Answer = JSON.parse(first.stdout);
  assert.deepEqual(answer.failures, []);
  const labels = answer.results.map(({ label }) => label);
  assert.ok(labels.includes("Accuracy of RNN as published on unseen groups"), labels.join());
  const notebooks = readdirSync("notebooks").filter((file) => file.endsWith(".ipynb"));
  for (const page of ["index", ...notebooks.map((file) => basename(file, ".ipynb"))]) {
    assert.ok(existsSync(join(out, `${page}.html`)), `${page}.html is missing`);
  }
  const index = readFileSync(answer.index, "utf8");
  assert.match(index, /Synthetic corpus/);
  assert.ok(index.indexOf('id="claims"') > 0, "the index begins with the claims");
  assert.ok(index.indexOf('id="claims"') < index.indexOf('id="results"'));
  assert.match(index, /id="protocol"[\s\S]*no composer stands in two of them/);
  assert.match(index, /href="04-leak-audit.html#the-information-sheet"/);
  assert.match(readFileSync(join(out, "04-leak-audit.html"), "utf8"), /id="the-information-sheet"/);
  assert.match(index, /id="cite"[\s\S]*@software\{quadrant[\s\S]*@misc\{quadrant-etudes/);

  const fits = readdirSync(join(work, "data", "studies")).length;
  assert.ok(fits > 0);
  const second = reproduce(...SMALL, "--out", out, "--json");
  assert.equal(second.status, 0, second.stderr);
  assert.deepEqual((JSON.parse(second.stdout) as Answer).results, answer.results);
  assert.equal(readdirSync(join(work, "data", "studies")).length, fits, "nothing may be fitted again");
});

test("--check computes anew and tells a number that differs from the last report by its name", () => {
  const out = join(work, "report");
  const flags = [...SMALL, "--out", out, "--only", "07-dataset-size", "--check"];
  const fits = readdirSync(join(work, "data", "studies")).length;
  const same = reproduce(...flags);
  assert.equal(same.status, 0, same.stderr);
  assert.match(same.stderr, /check: all \d+ numbers are identical/);
  const path = join(out, "results.json");
  const report = JSON.parse(readFileSync(path, "utf8"));
  report.results[0].estimate += 1e-12;
  writeFileSync(path, JSON.stringify(report));
  const other = reproduce(...flags);
  assert.equal(other.status, 1);
  assert.ok(other.stderr.includes(`differs: 07-dataset-size: ${report.results[0].label}`), other.stderr);
  assert.equal(readdirSync(join(work, "data", "studies")).length, fits, "what was kept is left alone");
});

test("a failing cell gives exit code 1, is named with its notebook, and stands in the report", () => {
  const notebooks = join(work, "failing");
  mkdirSync(notebooks);
  const cell = (source: string) => ({
    cell_type: "code",
    id: "c",
    metadata: {},
    outputs: [],
    execution_count: null,
    source,
  });
  const notebook = {
    cells: [cell("const x = 1;"), cell('throw new RangeError("planted");'), cell("x + 1;")],
    metadata: { kernelspec: { name: "quadrant", display_name: "quadrant", language: "typescript" } },
    nbformat: 4,
    nbformat_minor: 5,
  };
  writeFileSync(join(notebooks, "99-planted.ipynb"), JSON.stringify(notebook));
  const out = join(work, "failing-report");
  const run = reproduce(...SMALL, "--notebooks", notebooks, "--out", out);
  assert.equal(run.status, 1);
  assert.match(run.stderr, /99-planted\.ipynb, code cell 2: RangeError: planted/);
  assert.match(readFileSync(join(out, "99-planted.html"), "utf8"), /planted/);
  assert.match(readFileSync(join(out, "index.html"), "utf8"), /RangeError: planted/);
});

test("Ctrl-C in the middle ends the run with exit code 1, and the next run goes on", async () => {
  const data = join(work, "interrupted");
  const flags = [CLI, "corpus", "make", "etudes", "--clips", "40", "--seconds", "8", "--json"];
  const child = spawn(process.execPath, flags, { env: { ...env, QUADRANT_DATA: data }, stdio: "ignore" });
  const audio = join(data, "etudes", "40-clips-8-s-seed-1", "audio");
  while (!existsSync(audio) || readdirSync(audio).filter((file) => file.endsWith(".wav")).length < 3) {
    assert.equal(child.exitCode, null, "it ended before it could be interrupted");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  child.kill("SIGINT");
  await new Promise((resolve) => child.once("exit", resolve));
  const made = readdirSync(audio).filter((file) => file.endsWith(".wav")).length;
  assert.ok(made >= 3 && made < 40, `${made} clips`);
  const again = spawnSync(process.execPath, flags, { env: { ...env, QUADRANT_DATA: data }, encoding: "utf8" });
  assert.equal(again.status, 0, again.stderr);
  assert.equal(JSON.parse(again.stdout).clips, 40);
});
