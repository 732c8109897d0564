import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { promisify } from "node:util";
import { installKernel, type Notebook, readNotebook, textOf } from "../../../src/kernel";
import { notebookOf } from "../cells";
import { FOREIGN, findPython } from "./python";

const python = findPython();
const run = promisify(execFile);

const FIGURE =
  'import { showPlotly } from "quadrant/kernel";\n' +
  'showPlotly({ data: [{ type: "bar", y: [1, 2] }] }, { caption: "Two bars.", alt: "The second is higher." });';

describe("nbclient", { skip: "skip" in python && python.skip }, () => {
  let folder = "";
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "quadrant-nbclient-"));
    installKernel(join(folder, "data"));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  async function execute(
    task: string,
    notebook: Notebook,
  ): Promise<{ error: { type: string; text: string } | null; done: Notebook }> {
    assert.ok("path" in python);
    const source = join(folder, `${task}.ipynb`);
    const target = join(folder, `${task}-done.ipynb`);
    writeFileSync(source, JSON.stringify(notebook));
    const env = { ...process.env, JUPYTER_DATA_DIR: join(folder, "data"), IPYTHONDIR: join(folder, "ipython") };
    const script = join(FOREIGN, "run_with_nbclient.py");
    const { stdout } = await run(python.path, [script, task, source, target], { env, timeout: 120_000, cwd: folder });
    return { ...JSON.parse(stdout.trim().split("\n").at(-1) ?? ""), done: readNotebook(target) };
  }

  function kinds(notebook: Notebook, cell: number): string[] {
    return (notebook.cells[cell]?.outputs ?? []).map((output) =>
      output.output_type === "error" ? `error ${output.ename}` : output.output_type,
    );
  }

  it("runs a notebook to its end, with its figure and 5,000 lines", async () => {
    const { error, done } = await execute(
      "finish",
      notebookOf(FIGURE, 'for (let i = 0; i < 5000; i++) console.log("line", i);', "await Promise.resolve(6 * 7)"),
    );
    assert.equal(error, null);
    assert.deepEqual(
      done.cells.map(({ execution_count }) => execution_count),
      [1, 2, 3],
    );
    const [figure] = done.cells[0]?.outputs ?? [];
    assert.ok(figure?.output_type === "display_data");
    assert.ok("application/vnd.plotly.v1+json" in figure.data && "text/html" in figure.data);
    assert.deepEqual(figure.metadata, { quadrant: { caption: "Two bars.", alt: "The second is higher." } });
    const lines = (done.cells[1]?.outputs ?? []).map((output) =>
      output.output_type === "stream" ? textOf(output.text) : "",
    );
    assert.equal(lines.join(""), Array.from({ length: 5000 }, (_, i) => `line ${i}\n`).join(""));
    assert.ok(lines.length < 100, "text arrives gathered");
    assert.deepEqual(kinds(done, 2), ["stream"]);
  });

  it("stops at a cell that fails, and shows the error", async () => {
    const { error, done } = await execute(
      "finish",
      notebookOf("1", 'await Promise.reject(new RangeError("too far"))', "2"),
    );
    assert.equal(error?.type, "CellExecutionError");
    assert.match(error?.text ?? "", /RangeError: too far/);
    assert.deepEqual(kinds(done, 1), ["error RangeError"]);
    assert.deepEqual(kinds(done, 2), []);
  });

  it("goes on after an error where errors are allowed", async () => {
    const { error, done } = await execute("allow-errors", notebookOf('throw new Error("first")', "2 + 2"));
    assert.equal(error, null);
    assert.deepEqual(kinds(done, 0), ["error Error"]);
    assert.deepEqual(kinds(done, 1), ["stream"]);
  });

  it("interrupts an endless cell, and runs the next in the state before", async () => {
    const { error, done } = await execute(
      "interrupt",
      notebookOf("let kept = 5;", "await 0;\nfor (;;) {}", "kept * 2"),
    );
    assert.equal(error, null);
    assert.ok(kinds(done, 1).includes("error KeyboardInterrupt"));
    const [kept] = done.cells[2]?.outputs ?? [];
    assert.ok(kept?.output_type === "stream");
    assert.equal(textOf(kept.text), "10\n");
  });
});
