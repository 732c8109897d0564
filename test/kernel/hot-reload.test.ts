import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, describe, it } from "node:test";
import { KernelClient } from "../../src/kernel/kernel-client";
import { PROJECT_ROOT } from "../../src/project";

/** The parts of the real package.json by which cells find compiled modules. */
const PACKAGE = {
  name: "quadrant",
  exports: { "./*": { types: "./dist/src/*/index.d.ts", default: "./dist/src/*/index.js" } },
  typesVersions: { "*": { "*": ["dist/src/*/index.d.ts"] } },
};
const COMPILER_OPTIONS = {
  target: "ES2023",
  module: "nodenext",
  rootDir: ".",
  outDir: "dist",
  declaration: true,
  types: [],
};

describe("hot reload", () => {
  let folder = "";
  let kernel: KernelClient;

  before(async () => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), "quadrant-reload-")));
    write("package.json", JSON.stringify(PACKAGE));
    write("tsconfig.json", JSON.stringify({ compilerOptions: COMPILER_OPTIONS, include: ["src"] }));
    mkdirSync(join(folder, "node_modules"));
    symlinkSync("..", join(folder, "node_modules", "quadrant"), "junction");
    write("src/pitch/tuning.ts", "export const reference = 440;");
    write("src/pitch/index.ts", `import { reference } from "./tuning";\nexport const a4 = (): number => reference;`);
    build();
    kernel = await KernelClient.start({ cwd: folder });
  });
  after(async () => {
    await kernel.shutdown();
    rmSync(folder, { recursive: true, force: true });
  });

  function write(path: string, text: string): void {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }

  function build(): void {
    const compiler = join(PROJECT_ROOT, "node_modules/typescript/bin/tsc");
    execFileSync(process.execPath, [compiler, "-p", join(folder, "tsconfig.json")]);
  }

  /** What the cell printed, or the error it failed with. */
  async function run(code: string): Promise<string> {
    let text = "";
    const onOutput = (type: string, content: Record<string, unknown>): void => {
      if (type === "stream") text += String(content.text);
    };
    const { content } = await kernel.execute(code, { onOutput, timeoutMs: 60_000, stopOnError: false });
    return content.status === "ok" ? text.trim() : `${content.ename}: ${content.evalue}`;
  }

  const importCell = 'import { a4 } from "quadrant/pitch"; a4()';

  it("shows an edit of a module that the imported one imports", async () => {
    assert.equal(await run(importCell), "440");
    write("src/pitch/tuning.ts", "export const reference = 415;");
    assert.equal(await run(importCell), "440", "an edit that is not built is not seen");
    build();
    assert.equal(await run(importCell), "415");
  });

  it("checks cells against the new types", async () => {
    assert.match(await run('a4("baroque")'), /^TypeScriptError: .*Expected 0 arguments, but got 1/);
    write("src/pitch/index.ts", "export const a4 = (tuning: string): string => tuning;");
    build();
    assert.match(await run(importCell), /^TypeScriptError: .*Expected 1 arguments, but got 0/);
    assert.equal(await run('import { a4 } from "quadrant/pitch"; a4("baroque").toUpperCase()'), "BAROQUE");
  });

  it("finds a folder that did not exist before", async () => {
    const cell = 'import { beats } from "quadrant/tempo"; beats.length';
    assert.match(await run(cell), /^TypeScriptError: .*Cannot find module 'quadrant\/tempo'/);
    write("src/tempo/index.ts", "export const beats = new Float32Array(3).map((_, i) => i);");
    build();
    assert.equal(await run(cell), "3");
  });

  it("knows typed arrays, whose declarations are newer than tslab", async () => {
    assert.match(
      await run("beats.lenth"),
      /^TypeScriptError: .*Property 'lenth' does not exist on type 'Float32Array'/,
    );
  });

  it("keeps the state of modules while nothing is built", async () => {
    write("src/counter/index.ts", "let n = 0;\nexport const next = (): number => ++n;");
    build();
    assert.equal(await run('import { next } from "quadrant/counter"; next()'), "1");
    assert.equal(await run('import { next } from "quadrant/counter"; next()'), "2");
  });
});
