import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, test } from "node:test";
import { lockFolder } from "../../src/jobs";

const folder = mkdtempSync(join(tmpdir(), "quadrant-turns-test-"));
const jobs = resolve("dist", "src", "jobs");

after(() => rmSync(folder, { recursive: true, force: true }));

/** A process that waits for its turn, notes when it begins and ends, and works until the condition holds. */
function worker(name: string, turns: string | undefined, until: string) {
  const code = `
    const { appendFileSync, readFileSync } = require("node:fs");
    const log = () => readFileSync(${JSON.stringify(join(folder, "log"))}, "utf8");
    const { inTurn } = require(${JSON.stringify(jobs)});
    const note = (what) => appendFileSync(${JSON.stringify(join(folder, "log"))}, "${name} " + what + "\\n");
    inTurn(async () => {
      note("begins");
      const started = Date.now();
      const ms = () => Date.now() - started;
      do await new Promise((done) => setTimeout(done, 20));
      while (!(${until}));
      note("ends");
    });`;
  const env = { ...process.env };
  delete env.QUADRANT_TURNS;
  return spawn(process.execPath, ["-e", code], {
    env: turns === undefined ? env : { ...env, QUADRANT_TURNS: turns },
    stdio: ["ignore", "inherit", "inherit"],
  });
}

const log = (): string[] => readFileSync(join(folder, "log"), "utf8").trim().split("\n");

async function settled(...processes: ReturnType<typeof worker>[]): Promise<void> {
  for (const process of processes)
    if (process.exitCode === null && process.signalCode === null) await once(process, "exit");
}

test("processes started together work one after the other", async () => {
  writeFileSync(join(folder, "log"), "");
  const turns = join(folder, "together");
  await settled(...["a", "b", "c"].map((name) => worker(name, turns, "ms() > 150")));
  const lines = log();
  assert.equal(lines.length, 6);
  for (let i = 0; i < 6; i += 2) {
    assert.match(lines[i]!, /begins/);
    assert.equal(lines[i + 1], lines[i]!.replace("begins", "ends"), lines.join(", "));
  }
});

test("without a folder nobody waits", async () => {
  writeFileSync(join(folder, "log"), "");
  await settled(...["a", "b"].map((name) => worker(name, undefined, "log().match(/begins/g).length === 2")));
  assert.deepEqual(
    log().map((line) => line.split(" ")[1]),
    ["begins", "begins", "ends", "ends"],
  );
});

test("the turn of a process that was killed goes to the next one", async () => {
  writeFileSync(join(folder, "log"), "");
  const turns = join(folder, "killed");
  const killed = worker("killed", turns, "ms() > 60_000");
  while (log()[0] !== "killed begins") await new Promise((done) => setTimeout(done, 20));
  const next = worker("next", turns, "true");
  killed.kill("SIGKILL");
  await settled(killed, next);
  assert.deepEqual(log(), ["killed begins", "next begins", "next ends"]);
});

test("a folder has one owner, and whoever cannot wait is told whose it is", () => {
  const mine = join(folder, "mine");
  const free = lockFolder(mine);
  assert.throws(() => lockFolder(mine), new RegExp(`process ${process.pid} is at work in .*mine`));
  free();
  lockFolder(mine)();
});
