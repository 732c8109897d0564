import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { after, describe, it, test } from "node:test";
import { KernelClient } from "../../src/kernel/kernel-client";

const SOURCES = resolve("dist", "src");
const IMPORTED = /(?:from|import\()\s*"([^"]+)"/g;

/** The folders that the notebooks import from. */
function importedByNotebooks(): string[] {
  const sources = readdirSync("notebooks")
    .filter((file) => file.endsWith(".ipynb"))
    .map((file) => readFileSync(join("notebooks", file), "utf8"));
  return [
    ...new Set(sources.flatMap((text) => [...text.matchAll(/"quadrant\/([a-z]+)\\"/g)].map((match) => match[1]!))),
  ];
}

/** Packages whose types the compiler must read for the declarations of a folder, each with the file that names it. */
function packagesBehind(folder: string): Map<string, string> {
  const packages = new Map<string, string>();
  const seen = new Set<string>();
  const visit = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const [, specifier] of readFileSync(file, "utf8").matchAll(IMPORTED)) {
      if (!specifier!.startsWith(".")) packages.set(specifier!, file);
      const path = resolve(dirname(file), specifier!);
      const found = [`${path}.d.ts`, join(path, "index.d.ts")].find(existsSync);
      if (specifier!.startsWith(".") && found !== undefined) visit(found);
    }
  };
  visit(join(SOURCES, folder, "index.d.ts"));
  return packages;
}

test("what notebooks import names no type of tensorflow or danfojs: each kernel would read 600 files for them", () => {
  const folders = importedByNotebooks();
  assert.ok(folders.includes("studies") && folders.includes("notebook"), folders.join());
  for (const folder of folders) {
    for (const [name, file] of packagesBehind(folder))
      assert.doesNotMatch(name, /tensorflow|danfojs/, `${name} in ${file}`);
  }
  assert.ok(
    [...packagesBehind("networks").keys()].some((name) => /tensorflow/.test(name)),
    "the search finds what is there",
  );
});

describe("documentation", () => {
  let kernel: KernelClient;
  const source = 'import { readFileSync } from "node:fs";\nreadFileSync("a");';
  const inspect = async (docs: boolean): Promise<string> => {
    kernel = await KernelClient.start({ docs });
    const { content } = await kernel.request("inspect_request", {
      code: source,
      cursor_pos: source.length - 6,
      detail_level: 0,
    });
    assert.equal(content.found, true);
    return JSON.stringify(content.data);
  };
  after(() => kernel.shutdown());

  it("is there for whoever hovers", async () => {
    assert.match(await inspect(true), /Returns the contents of the `path`/);
    await kernel.shutdown();
  });

  it("is left out for who runs whole notebooks; the types are there", async () => {
    const shown = await inspect(false);
    assert.match(shown, /readFileSync/);
    assert.doesNotMatch(shown, /Returns the contents/);
  });
});
