import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { runOnWorkers } from "../../src/jobs";

const folder = mkdtempSync(join(tmpdir(), "quadrant-pool-"));
after(() => rmSync(folder, { recursive: true, force: true }));

function workerModule(name: string, code: string): string {
  const path = join(folder, `${name}.cjs`);
  writeFileSync(path, `const { threadId } = require("node:worker_threads");\nmodule.exports = ${code};\n`);
  return path;
}

const square = workerModule("square", "async (x) => { if (x < 0) throw new Error('below 0'); return x * x; }");
const thread = workerModule("thread", "() => threadId");
const otherThread = workerModule("other-thread", "() => threadId");

test("results come in the order of the tasks, and a failure loses no other", async () => {
  for (const keepThreads of [false, true]) {
    const seen: number[] = [];
    const { results, failures } = await runOnWorkers<number, number>(square, [3, -1, 2], {
      keepThreads,
      onResult: (_, result) => seen.push(result),
    });
    assert.deepEqual(results, [9, undefined, 4]);
    assert.deepEqual(seen.sort(), [4, 9]);
    assert.deepEqual(
      failures.map(({ task, error }) => [task, String(error)]),
      [[-1, "Error: below 0"]],
    );
  }
});

test("threads that are kept do the next job too, whatever its module; others end with their job", async () => {
  const ask = async (module: string, keepThreads: boolean) =>
    (await runOnWorkers<number, number>(module, [0], { keepThreads, workers: 1 })).results[0];
  const [first, second] = [await ask(thread, true), await ask(otherThread, true)];
  assert.equal(first, second);
  assert.notEqual(await ask(thread, false), await ask(thread, false));
});

test("an aborted job ends with the reason, and its threads serve the next one", async () => {
  const slow = workerModule("slow", "(ms) => new Promise((done) => setTimeout(done, ms))");
  const interrupt = new AbortController();
  const job = runOnWorkers(slow, [20_000, 20_000, 20_000], { keepThreads: true, signal: interrupt.signal });
  setTimeout(() => interrupt.abort(), 100);
  await assert.rejects(job, /abort/i);
  const { results } = await runOnWorkers<number, number>(square, [5], { keepThreads: true });
  assert.deepEqual(results, [25]);
});
