import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { QuadrantError } from "../../src/errors";
import { type CellRun, readNotebook, runNotebook } from "../../src/kernel";
import { notebookOf, runCells, textIn } from "./cells";

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe("runNotebook", () => {
  it("runs the cells in order and fills a copy with outputs", async () => {
    const source = notebookOf("let n = 2;", "", "console.log(n * 21); n");
    source.cells.splice(1, 0, { cell_type: "markdown", source: "# Words", metadata: {} });
    const seen: CellRun[] = [];
    const run = await runNotebook(source, { onCell: (cell) => seen.push(cell) });
    assert.equal(run.ok, true);
    assert.equal(run.failure, undefined);
    assert.deepEqual(
      run.cells.map(({ index, status }) => [index, status]),
      [
        [0, "ok"],
        [3, "ok"],
      ],
    );
    assert.deepEqual(seen, run.cells);
    assert.ok(run.cells.every(({ seconds, peakRssMb = 0 }) => seconds > 0 && peakRssMb > 50));
    assert.equal(textIn(run, 3), "42\n2\n");
    assert.deepEqual(
      run.notebook.cells.map(({ execution_count }) => execution_count),
      [1, undefined, null, 2],
    );
    const info = run.notebook.metadata.language_info as { name: string };
    assert.equal(info.name, "typescript");
    assert.deepEqual(source.cells[3]?.outputs, [], "the notebook handed in is left alone");
  });

  it("stops at the first cell that fails, and shows the error there", async () => {
    const run = await runCells(["1", 'console.log("before"); throw new TypeError("stop here")', "2"]);
    assert.equal(run.ok, false);
    assert.deepEqual(
      { ...run.failure, traceback: [] },
      { cell: 1, ename: "TypeError", evalue: "stop here", traceback: [] },
    );
    assert.deepEqual(
      run.cells.map(({ status }) => status),
      ["ok", "error"],
    );
    const outputs = run.notebook.cells[1]?.outputs ?? [];
    assert.deepEqual(
      outputs.map(({ output_type }) => output_type),
      ["stream", "error"],
    );
    assert.deepEqual(run.notebook.cells[2]?.outputs, []);
  });

  it("goes on after a failure where errors are allowed", async () => {
    const run = await runCells(['throw new Error("first")', "7"], { allowErrors: true });
    assert.equal(run.ok, false);
    assert.equal(run.failure?.cell, 0);
    assert.equal(textIn(run, 1), "7\n");
  });

  it("notices a failure that comes after its cell has ended", async () => {
    const run = await runCells([
      'setTimeout(() => { throw new Error("afterwards") }, 50);',
      "await new Promise((resolve) => setTimeout(resolve, 400))",
      "1",
    ]);
    assert.equal(run.ok, false);
    assert.deepEqual([run.failure?.cell, run.failure?.evalue], [0, "afterwards"]);
    assert.deepEqual(
      run.cells.map(({ status }) => status),
      ["late", "ok"],
    );
  });

  it("leaves a progress line as a terminal would", async () => {
    const run = await runCells(['process.stderr.write("1 of 2"); process.stderr.write("\\r2 of 2\\ndone\\n"); 5']);
    assert.equal(textIn(run, 0, "stderr"), "2 of 2\ndone\n");
  });

  it("updates a display from a later cell", async () => {
    const run = await runCells([
      'import { newDisplay } from "tslab"; const live = newDisplay(); live.text("old");',
      'live.text("new")',
    ]);
    const [output] = run.notebook.cells[0]?.outputs ?? [];
    assert.ok(output?.output_type === "display_data");
    assert.deepEqual(output.data, { "text/plain": "new" });
    assert.deepEqual(run.notebook.cells[1]?.outputs, []);
  });

  it("stops a cell that takes too long", async () => {
    const run = await runCells(["for (;;) {}", "1"], { timeoutMs: 1500 });
    assert.deepEqual([run.failure?.cell, run.failure?.ename, run.cells[0]?.status], [0, "CellTimeout", "timeout"]);
    assert.equal(run.cells.length, 1);
  });

  it("reports a kernel that dies", async () => {
    const run = await runCells(["1", 'console.log("last words"); process.exit(3)', "2"]);
    assert.deepEqual([run.failure?.cell, run.failure?.ename, run.cells[1]?.status], [1, "DeadKernel", "dead"]);
    assert.match(run.failure?.evalue ?? "", /exit code 3/);
    assert.equal(textIn(run, 1), "last words\n");
    const outputs = run.notebook.cells[1]?.outputs ?? [];
    assert.equal(outputs.at(-1)?.output_type, "error");
  });

  it("leaves no kernel behind when it is killed itself", async () => {
    const module = JSON.stringify(join(__dirname, "../../src/kernel/kernel-client.js"));
    const script = `require(${module}).KernelClient.start().then((kernel) => kernel.execute("console.log(process.pid)", {
      onOutput: (type, { text }) => type === "stream" && process.stdout.write(text),
    }));`;
    const runner = spawn(process.execPath, ["-e", script], { stdio: ["ignore", "pipe", "inherit"] });
    const pid = Number(String(await new Promise((resolve) => runner.stdout.once("data", resolve))));
    assert.ok(pid > 1 && isAlive(pid));
    runner.kill("SIGKILL");
    const deadline = performance.now() + 10_000;
    while (isAlive(pid) && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 100));
    assert.equal(isAlive(pid), false);
  });

  it("interrupts the running cell and ends the run on a signal", async () => {
    const controller = new AbortController();
    const onCell = (): void => void setTimeout(() => controller.abort(), 700);
    const run = await runCells(["1", "await new Promise(() => undefined)", "2"], { signal: controller.signal, onCell });
    assert.deepEqual([run.failure?.cell, run.failure?.ename], [1, "KeyboardInterrupt"]);
    assert.deepEqual(
      run.cells.map(({ status }) => status),
      ["ok", "interrupted"],
    );
  });

  it("hands environment, folder and Node's flags on to the kernel", async () => {
    const folder = mkdtempSync(join(tmpdir(), "quadrant-test-"));
    try {
      const code =
        'console.log(process.env.SAYS, process.cwd(), process.execArgv.includes("--max-old-space-size=512"))';
      const run = await runCells([code, 'import { textOf } from "quadrant/kernel"; textOf(["a", "b"])'], {
        cwd: folder,
        env: { SAYS: "hello" },
        nodeArgs: ["--max-old-space-size=512"],
      });
      assert.equal(textIn(run, 0), `hello ${folder} true\n`);
      assert.equal(textIn(run, 1), "ab\n");
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe("readNotebook", () => {
  it("names a file that is no notebook", () => {
    const folder = mkdtempSync(join(tmpdir(), "quadrant-test-"));
    try {
      const path = join(folder, "bad.ipynb");
      for (const content of ["{", '{"cells": 3}', '{"cells": [], "nbformat": 3}']) {
        writeFileSync(path, content);
        assert.throws(
          () => readNotebook(path),
          (error) => error instanceof QuadrantError && error.tag === "notebook" && error.message.includes(path),
        );
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
