import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const SOURCES = join(__dirname, "..", "..", "..", "src", "kernels", "assembly");

/** No runtime and no checks: a kernel computes on the memory that it is given. */
const OPTIONS = ["--runtime", "stub", "-O3", "--noAssert", "--enable", "simd", "--initialMemory", "1"];

/** Sums of products that round once: where the processor knows them they are a third faster. */
const MULTIPLY_AND_ADD = ["--enable", "relaxed-simd"];

/** Memory that threads share, for kernels that several of them work with. */
const SHARED = ["--enable", "threads", "--importMemory", "--sharedMemory", "--maximumMemory", "65536"];

const MORE_OPTIONS: Readonly<Record<string, readonly string[]>> = {
  "matrix-product": MULTIPLY_AND_ADD,
  "four-columns": MULTIPLY_AND_ADD,
  "symmetric-eigen": MULTIPLY_AND_ADD,
  triangular: MULTIPLY_AND_ADD,
  recurrent: [...MULTIPLY_AND_ADD, ...SHARED],
  convolution: [...MULTIPLY_AND_ADD, ...SHARED],
};

/** Its programming interface would declare AssemblyScript's globals for all of this project: it is run instead. */
const COMPILER = require.resolve("assemblyscript/bin/asc.js");
const VERSION = readFileSync(require.resolve("assemblyscript/package.json"), "utf8");

/**
 * Compiles src/kernels/assembly/NAME.ts to NAME.wasm beside this module, where source or compiler have changed: the last
 * step of `npm run build`.
 */
function buildKernels(): void {
  for (const file of readdirSync(SOURCES).filter((found) => found.endsWith(".ts"))) {
    const name = file.slice(0, -3);
    if (!isCurrent(name)) compile(name);
  }
}

function compile(name: string): void {
  const stamp = stampOf(name);
  const output = join(__dirname, `${name}.wasm`);
  // Whole or not at all: another process may be loading it, or building too.
  const temporary = join(__dirname, `${name}.${process.pid}.wasm`);
  const source = join(SOURCES, `${name}.ts`);
  execFileSync(process.execPath, [COMPILER, source, ...optionsOf(name), "--outFile", temporary], { stdio: "inherit" });
  renameSync(temporary, output);
  writeFileSync(join(__dirname, `${name}.stamp`), stamp);
}

function isCurrent(name: string): boolean {
  const stamp = join(__dirname, `${name}.stamp`);
  if (!existsSync(stamp) || !existsSync(join(__dirname, `${name}.wasm`))) return false;
  return readFileSync(stamp, "utf8") === stampOf(name);
}

function optionsOf(name: string): string[] {
  return [...OPTIONS, ...(MORE_OPTIONS[name] ?? [])];
}

function stampOf(name: string): string {
  const hash = createHash("sha256").update(JSON.stringify([VERSION, optionsOf(name)]));
  for (const path of partsOf(name)) hash.update(readFileSync(path));
  return hash.digest("hex");
}

/** A large kernel has its parts in a folder of its name; what several use is shared. */
function partsOf(name: string): string[] {
  const folders = [join(SOURCES, name), join(SOURCES, "shared")].filter(existsSync);
  const parts = folders.flatMap((folder) =>
    readdirSync(folder)
      .sort()
      .map((part) => join(folder, part)),
  );
  return [join(SOURCES, `${name}.ts`), ...parts];
}

buildKernels();
