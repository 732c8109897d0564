import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { checkNotebooks, type Notebook } from "../../src/kernel";
import { notebookOf } from "./cells";

describe("checkNotebooks", () => {
  let folder = "";
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "quadrant-check-"));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  function check(...notebooks: Notebook[]): string[] {
    const paths = notebooks.map((notebook, i) => {
      const path = join(folder, `n${i}.ipynb`);
      writeFileSync(path, JSON.stringify(notebook));
      return path;
    });
    return checkNotebooks(paths);
  }

  it("accepts what cells may do: await, import again, declare again, use earlier names", () => {
    const notebook = notebookOf(
      'import { textOf } from "quadrant/kernel";\nimport { join } from "node:path";\nconst n = await Promise.resolve(2);',
      'import { textOf } from "quadrant/kernel";\nconst text = textOf(["a"]).repeat(n);\nfor (const c of text) console.log(c);',
      'const n = "now a string";\nn.toUpperCase();\njoin(n, text)',
    );
    assert.deepEqual(check(notebook), []);
  });

  it("names cell and line of a type error, also of one that only the project's strictness sees", () => {
    const notebook = notebookOf(
      "const list = [1, 2];",
      "const ok = 1;\nlist[0].toFixed(ok);",
      'const wrong: number = "one";',
    );
    notebook.cells.unshift({ cell_type: "markdown", source: "# Title", metadata: {} });
    assert.deepEqual(check(notebook), [
      "n0.ipynb cell 3 line 2: Object is possibly 'undefined'. (TS2532)",
      "n0.ipynb cell 4 line 1: Type 'string' is not assignable to type 'number'. (TS2322)",
    ]);
  });

  it("names an import that does not exist, where it stands", () => {
    const [problem, ...rest] = check(notebookOf("1", '\nimport { nothing } from "quadrant/kernel";'));
    assert.match(problem ?? "", /^n0\.ipynb cell 2 line 2: .*no exported member 'nothing'/);
    assert.deepEqual(rest, []);
  });

  it("reports a cell that does not parse, and goes on with the other notebooks", () => {
    const [first, second, ...rest] = check(
      notebookOf("const a = 1;", "function ( {"),
      notebookOf("const s: string = 1;"),
    );
    assert.match(first ?? "", /^n0\.ipynb cell 2 line 1: .* expected/);
    assert.match([second, ...rest].at(-1) ?? "", /^n1\.ipynb cell 1 line 1: Type 'number'/);
  });

  it("wants notebooks clean", () => {
    const notebook = notebookOf("1", Array.from({ length: 16 }, (_, i) => `${i};`).join("\n"));
    Object.assign(notebook.cells[0]!, {
      execution_count: 3,
      outputs: [{ output_type: "stream", name: "stdout", text: "1" }],
    });
    notebook.metadata.kernelspec = { name: "python3", language: "python" };
    assert.deepEqual(check(notebook), [
      "n0.ipynb: its kernel is python3 (python), not quadrant (typescript); choose that one and save",
      "n0.ipynb cell 1: holds 1 outputs; clear them before committing",
      "n0.ipynb cell 1: holds an execution count; clear the outputs",
      "n0.ipynb cell 2: has 16 lines, more than 15; move the work into src",
    ]);
  });

  it("names a file that it cannot read", () => {
    const [problem] = checkNotebooks([join(folder, "missing.ipynb")]);
    assert.match(problem ?? "", /missing\.ipynb/);
  });
});
