import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

function quadrant(...args: string[]) {
  return spawnSync(process.execPath, [join("dist", "src", "cli.js"), ...args], { encoding: "utf8" });
}

for (const command of [
  [],
  ["reproduce"],
  ["corpora"],
  ["corpus", "make"],
  ["corpus", "show"],
  ["corpus", "fetch"],
  ["corpus", "verify"],
  ["kernel"],
  ["audit"],
  ["score"],
  ["features"],
  ["doctor"],
]) {
  test(`quadrant ${command.join(" ")} --help says what it does and exits with 0`, () => {
    const { status, stdout } = quadrant(...command, "--help");
    assert.equal(status, 0);
    assert.match(stdout, /Usage: quadrant/);
  });
}

test("wrong usage exits with 2 and says what is possible", () => {
  for (const args of [
    ["rproduce"],
    ["reproduce", "--clips", "none"],
    ["corpus", "make", "emopia"],
    ["corpus", "make", "--x"],
  ]) {
    const { status, stderr } = quadrant(...args);
    assert.equal(status, 2, `${args.join(" ")}: ${stderr}`);
    assert.match(stderr, /error:/);
  }
});

test("a corpus that is not known is wrong usage; a folder that is missing is a failure that names it", () => {
  const unknown = quadrant("reproduce", "--corpus", "nosuch");
  assert.equal(unknown.status, 2);
  assert.match(unknown.stderr, /there is no corpus nosuch\n.*etudes, 4q, jamendo/);
  const missing = quadrant("corpus", "show", "folder", "--root", "/nonexistent/music");
  assert.equal(missing.status, 1);
  assert.match(missing.stderr, /\/nonexistent\/music does not exist/);
});

test("an empty folder is a failure that says what to put there", () => {
  const { status, stderr } = quadrant("corpus", "show", "folder", "--root", mkdtempSync(join(tmpdir(), "empty-")));
  assert.equal(status, 1);
  assert.match(stderr, /holds no [^\n]*in Q1, Q2, Q3 or Q4[\s\S]*folders Q1, Q2, Q3 and Q4/);
});

test("a data folder that cannot be written is a failure that names it and the remedy", () => {
  const file = join(mkdtempSync(join(tmpdir(), "full-")), "file");
  writeFileSync(file, "");
  const env = { ...process.env, QUADRANT_DATA: file };
  const args = [join("dist", "src", "cli.js"), "corpus", "make", "etudes", "--clips", "4", "--seconds", "4"];
  const { status, stderr } = spawnSync(process.execPath, args, { env, encoding: "utf8" });
  assert.equal(status, 1);
  assert.ok(stderr.includes(file), stderr);
});

test("corpora as JSON are data sheets", () => {
  const { corpora } = JSON.parse(quadrant("corpora", "--json").stdout);
  assert.deepEqual(
    corpora.map(({ name }: { name: string }) => name),
    ["etudes", "4q", "jamendo", "pmemo", "deam", "emomusic", "emopia", "emotify", "folder", "csv"],
  );
  assert.ok(corpora[0].synthetic);
});

test("the doctor names the backend in use and finds nothing missing that the main job needs", () => {
  const { status, stdout } = quadrant("doctor", "--json");
  assert.equal(status, 0, stdout);
  const { findings } = JSON.parse(stdout) as { findings: { name: string; state: string; detail: string }[] };
  const backend = findings.find(({ name }) => name === "tfjs backend");
  assert.match(backend?.detail ?? "", /(tensorflow|wasm|cpu) is used/);
  assert.equal(findings.find(({ name }) => name === "browser")?.state, "ok");
});

test("an audit of something that is no protocol exits with 2 and names the field; of no file at all, with 1", () => {
  const wrong = quadrant("audit", "package.json");
  assert.equal(wrong.status, 2, wrong.stderr);
  assert.match(wrong.stderr, /package\.json is no protocol/);
  const none = quadrant("audit", "none.json");
  assert.equal(none.status, 1, none.stderr);
  assert.match(none.stderr, /none\.json/);
});
