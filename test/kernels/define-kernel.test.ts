import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { isMainThread, Worker } from "node:worker_threads";
import "../../src/features";
import { kernelState } from "../../src/kernels";
import { assertAlike, defineKernel } from "../../src/kernels/define-kernel";

type Double = (value: number) => number;

const twice: Double = (value) => 2 * value;

/** A kernel that exists, in other clothes. */
function checked(fast: Double, folder?: string) {
  return defineKernel<Double>({
    name: "fft",
    ...(folder === undefined ? {} : { folder }),
    fast: () => fast,
    plain: twice,
    compare: (a, b) => assertAlike("twice 3", Float32Array.of(a(3)), Float32Array.of(b(3)), 0),
  });
}

/** Why the last kernel that was defined is not used. */
function lastReason(): string {
  return kernelState().at(-1)!.reason;
}

test("all kernels of the features are compiled here, agree with TypeScript, and say so", () => {
  const states = kernelState();
  assert.ok(states.length >= 5);
  for (const { name, compiled, reason } of states) assert.ok(compiled, `${name}: ${reason}`);
});

test("a kernel that computes something else is not used, and what it gave is told", () => {
  const kernel = checked((value) => 2 * value + 1e-3);
  assert.equal(kernel(), twice);
  assert.match(lastReason(), /twice 3: the kernel gives 6\.00\d+ where 6 is right/);
});

test("a kernel that cannot be loaded is not used", () => {
  const folder = mkdtempSync(join(tmpdir(), "kernels-"));
  assert.equal(checked(twice, folder)(), twice);
  assert.match(lastReason(), /ENOENT.*fft\.wasm/);
  const whole = readFileSync(join(__dirname, "..", "..", "src", "kernels", "fft.wasm"));
  writeFileSync(join(folder, "fft.wasm"), whole.subarray(0, whole.length / 2));
  assert.equal(checked(twice, folder)(), twice);
  assert.match(lastReason(), /WebAssembly/);
  writeFileSync(join(folder, "fft.wasm"), whole);
  const another: Double = (value) => value + value;
  assert.equal(checked(another, folder)(), another);
});

test("NaN does not pass for alike", () => {
  assert.throws(() => assertAlike("x", Float32Array.of(Number.NaN), Float32Array.of(1), 1), /gives NaN where 1/);
});

/** What features of noise are in a process of their own, with these variables. */
function elsewhere(environment: Record<string, string>): {
  states: ReturnType<typeof kernelState>;
  values: number[][];
} {
  const program = `
    const { chromaStft, istft, melspectrogram, mfcc, spectralBandwidth, spectralContrast, spectralFlatness, spectralRolloff,
      spectrumOf, stft } = require("./dist/src/features");
    const y = Float32Array.from({ length: 12000 }, (_, i) => Math.sin(i * i * 0.001) + 0.3 * Math.sin(i * 0.2));
    const S = spectrumOf({ y });
    const all = [chromaStft, melspectrogram, mfcc, spectralBandwidth, spectralContrast, spectralFlatness, spectralRolloff];
    const values = [...all.map((feature) => [...feature(S).data]), [...istft(stft({ y }, { nFft: 512 }))]];
    const { kernelState } = require("./dist/src/kernels");
    console.log(JSON.stringify({ states: kernelState(), values }));`;
  const { stdout, stderr } = spawnSync(process.execPath, ["-e", program], {
    env: { ...process.env, ...environment },
    encoding: "utf8",
    maxBuffer: 2 ** 26,
  });
  assert.equal(stderr, "");
  return JSON.parse(stdout);
}

test("without kernels the features are the same", () => {
  const [fast, plain] = [elsewhere({}), elsewhere({ QUADRANT_KERNELS: "plain" })];
  for (const { compiled, reason } of plain.states) {
    assert.equal(compiled, false);
    assert.match(reason, /QUADRANT_KERNELS is plain/);
  }
  for (const [i, expected] of plain.values.entries()) {
    // Float32 sums against float64 ones.
    assertAlike(`feature ${i}`, Float32Array.from(fast.values[i]!), Float32Array.from(expected), 1e-5);
  }
});

test("every thread has kernels of its own", async () => {
  assert.ok(isMainThread);
  const program = `
    const { parentPort } = require("node:worker_threads");
    require("./dist/src/features");
    parentPort.postMessage(require("./dist/src/kernels").kernelState());`;
  const states = await Promise.all(
    [1, 2].map(
      () =>
        new Promise<ReturnType<typeof kernelState>>((resolve, reject) => {
          new Worker(program, { eval: true }).once("message", resolve).once("error", reject);
        }),
    ),
  );
  for (const thread of states)
    for (const { name, compiled, reason } of thread) assert.ok(compiled, `${name}: ${reason}`);
});
