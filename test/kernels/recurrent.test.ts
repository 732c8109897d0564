import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import fc from "fast-check";
import type { Finding } from "../../src/commands/doctor";
import { kernelState } from "../../src/kernels";
import { recurrentLayers } from "../../src/kernels/recurrent";
import { plainBackward, plainForward, type RecurrentInput } from "../../src/kernels/recurrent/plain";
import {
  CELLS,
  DIRECTIONS,
  directionsOf,
  initialSize,
  inputSize,
  outputSize,
  type RecurrentShape,
  weightSizes,
} from "../../src/kernels/recurrent/shape";
import { SharedHeap, sharedMemory } from "../../src/kernels/recurrent/shared-heap";
import { MT19937 } from "../../src/random";

/** Central differences of step 1e-5 in float64 are right to some 1e-9; gradients here are of the order of 1. */
const DIFFERENCES = 1e-7;
/** Sums over at most some hundred float32 products, against float64, as a share of the largest. */
const FLOAT32 = 3e-5;

function noise(random: MT19937, length: number, scale: number): Float64Array {
  return Float64Array.from({ length }, () => scale * (2 * random.random() - 1));
}

function randomInput(
  shape: RecurrentShape,
  masked: boolean,
  seed: number,
  started = false,
): RecurrentInput & { toward: Float64Array } {
  const random = new MT19937(seed);
  const weights = noise(random, directionsOf(shape) * weightSizes(shape).all, 0.6);
  const input = noise(random, inputSize(shape), 1);
  const mask = Uint8Array.from({ length: shape.batch * shape.steps }, () => Number(random.random() < 0.7));
  const toward = noise(random, outputSize(shape), 1);
  const initial = started ? noise(random, initialSize(shape), 1) : undefined;
  return { weights, input, mask: masked ? mask : undefined, initial, toward };
}

function objective(shape: RecurrentShape, given: RecurrentInput, toward: Float64Array): number {
  return plainForward(shape, given).output.reduce((sum, value, i) => sum + value * toward[i]!, 0);
}

for (const cell of CELLS) {
  test(`the gradient of ${cell} is that of finite differences, in all directions, with and without mask`, () => {
    for (const direction of DIRECTIONS) {
      for (const sequences of [false, true]) {
        for (const masked of [false, true]) {
          const shape = { cell, direction, sequences, batch: 2, steps: 4, features: 3, units: 2 };
          const { toward, ...given } = randomInput(shape, masked, 5, masked);
          const { walks } = plainForward(shape, given);
          const gradient = plainBackward(shape, given, walks, toward);
          for (const name of ["weights", "input"] as const) {
            const values = given[name] as Float64Array;
            for (let i = 0; i < values.length; i++) {
              const before = values[i]!;
              const [above, below] = [1e-5, -1e-5].map((step) => {
                values[i] = before + step;
                return objective(shape, given, toward);
              }) as [number, number];
              values[i] = before;
              const difference = (above - below) / 2e-5;
              const what = `${name} ${i} of ${direction} ${cell}, sequences ${sequences}, masked ${masked}`;
              assert.ok(Math.abs(difference - gradient[name][i]!) < DIFFERENCES, what);
            }
          }
        }
      }
    }
  });
}

/** Output and gradients of the kernel, for so many threads. */
function compute(shape: RecurrentShape, given: ReturnType<typeof randomInput>, threads: number): Float32Array[] {
  const pass = recurrentLayers().open(shape, threads);
  pass.input.set(given.input);
  pass.mask.set(given.mask ?? []);
  const initial = given.initial && Float32Array.from(given.initial);
  const output = pass.forward(Float32Array.from(given.weights), given.mask !== undefined, { initial }).slice();
  const gradient = pass.backward(Float32Array.from(given.toward), true);
  pass.close();
  return [output, gradient.weights, gradient.input];
}

function assertClose(what: string, found: Float32Array, expected: Float64Array): void {
  const most = expected.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1e-3);
  const at = expected.findIndex((value, i) => !(Math.abs(value - found[i]!) <= FLOAT32 * most));
  assert.equal(at, -1, `${what} ${at}: ${found[at]} where ${expected[at]} is right; the largest is ${most}`);
  assert.equal(found.length, expected.length);
}

test("the compiled kernel is in use", () => {
  recurrentLayers();
  const state = kernelState().find(({ name }) => name === "recurrent");
  assert.ok(state?.compiled, state?.reason);
});

test("layers of any shape are those of the plain reference", () => {
  const shapes = fc.record({
    cell: fc.constantFrom(...CELLS),
    direction: fc.constantFrom(...DIRECTIONS),
    sequences: fc.boolean(),
    computedOrder: fc.boolean(),
    batch: fc.integer({ min: 1, max: 37 }),
    steps: fc.integer({ min: 1, max: 19 }),
    features: fc.integer({ min: 1, max: 21 }),
    units: fc.integer({ min: 1, max: 26 }),
  });
  fc.assert(
    fc.property(shapes, fc.boolean(), fc.boolean(), fc.nat(1000), (shape, masked, started, seed) => {
      const given = randomInput(shape, masked, seed, started);
      const [output, weights, input] = compute(shape, given, 1);
      const expected = plainForward(shape, given);
      const gradient = plainBackward(shape, given, expected.walks, given.toward);
      assertClose("output", output!, expected.output);
      assertClose("gradient of weight", weights!, gradient.weights);
      assertClose("gradient of input", input!, gradient.input);
    }),
    {
      numRuns: 60,
      examples: [
        [
          {
            cell: "lstm",
            direction: "bidirectional",
            sequences: false,
            computedOrder: false,
            batch: 1,
            steps: 1,
            features: 1,
            units: 1,
          },
          false,
          false,
          1,
        ],
        [
          {
            cell: "gru",
            direction: "backward",
            sequences: true,
            computedOrder: true,
            batch: 33,
            steps: 9,
            features: 9,
            units: 17,
          },
          true,
          true,
          2,
        ],
      ],
    },
  );
});

test("frames that lie in shared memory are read where they are, from step to step another batch", () => {
  const shape = { cell: "lstm", direction: "bidirectional", sequences: false, ...{ batch: 5, steps: 9 } } as const;
  const sized = { ...shape, features: 6, units: 7 };
  const before = recurrentLayers().used();
  const frames = recurrentLayers().frames(inputSize(sized) + 10);
  const pass = recurrentLayers().open(sized, 2);
  const ofFrames = recurrentLayers().used();
  for (const seed of [1, 2]) {
    const given = randomInput(sized, false, seed);
    const [output, weights] = compute(sized, given, 1);
    frames.values.set(given.input);
    assert.deepEqual(pass.forward(Float32Array.from(given.weights), false, { frames }).slice(), output);
    assert.deepEqual(pass.backward(Float32Array.from(given.toward), false).weights, weights);
  }
  const weights = new Float32Array(2 * weightSizes(sized).all);
  const few = recurrentLayers().frames(10);
  assert.throws(() => pass.forward(weights, false, { frames: few }), /got 10 values, not 270/);
  assert.throws(() => pass.forward(weights, false, { initial: new Float32Array(3) }), /starts from 3 values, not 140/);
  few.close();
  frames.close();
  assert.throws(() => pass.forward(weights, false, { frames }), /frames that are closed/);
  pass.close();
  assert.ok(ofFrames - before > 4 * inputSize(sized));
  assert.ok(recurrentLayers().used() - before < 2 ** 16, "what is left is shared by all passes");
});

test("one, two and four threads give the same bits", () => {
  for (const cell of CELLS) {
    const shape = {
      cell,
      direction: "bidirectional",
      sequences: true,
      batch: 50,
      steps: 30,
      features: 12,
      units: 20,
    } as const;
    const given = randomInput(shape, true, 3);
    const [one, two, four] = [1, 2, 4].map((threads) => compute(shape, given, threads));
    assert.deepEqual(two, one);
    assert.deepEqual(four, one);
  }
});

/** What a bidirectional LSTM gives in a process of its own. */
function elsewhere(preparation: string, environment: Record<string, string>) {
  const program = `
    ${preparation}
    const { recurrentLayers } = require("./dist/src/kernels/recurrent");
    const { kernelState } = require("./dist/src/kernels");
    const wave = (length, times) => Float32Array.from({ length }, (_, i) => Math.sin(times * i * i + 1) / 2);
    const shape = { cell: "lstm", direction: "bidirectional", sequences: false, batch: 9, steps: 12, features: 7, units: 33 };
    const pass = recurrentLayers().open(shape, 2);
    pass.input.set(wave(pass.input.length, 1));
    const output = [...pass.forward(wave(2 * (7 + 33 + 1) * 4 * 33, 2), false)];
    const gradient = pass.backward(wave(output.length, 3), false);
    const state = kernelState().find(({ name }) => name === "recurrent");
    const finding = require("./dist/src/commands/doctor").kernels();
    console.log(JSON.stringify({ state, finding, values: [...output, ...gradient.weights] }));`;
  const { stdout, stderr } = spawnSync(process.execPath, ["-e", program], {
    env: { ...process.env, ...environment },
    encoding: "utf8",
    maxBuffer: 2 ** 26,
  });
  assert.equal(stderr, "");
  return JSON.parse(stdout) as {
    state: ReturnType<typeof kernelState>[number];
    /** What the doctor says of all kernels. */
    finding: Finding;
    values: number[];
  };
}

let sound: ReturnType<typeof elsewhere> | undefined;

/** What a process gives in which nothing is spoilt. */
function soundly(): ReturnType<typeof elsewhere> {
  sound ??= elsewhere("", {});
  return sound;
}

/** Makes the first instances of the kernel compute nonsense: that with joined vectors, and then the plain one too. */
const spoilt = (count: number) => `
  const { Instance } = WebAssembly;
  let instances = 0;
  WebAssembly.Instance = function (module, imports) {
    const { exports } = new Instance(module, imports);
    const isRecurrent = "gather" in exports && "pack" in exports;
    return { exports: isRecurrent && instances++ < ${count} ? { ...exports, gather() {} } : exports };
  };`;

test("vectors of 256 and of 128 bits give the same bits, and falling back is told", () => {
  const [wide, narrow] = [soundly(), elsewhere(spoilt(1), {})];
  assert.deepEqual([wide.state.compiled, wide.state.wide, wide.state.reason], [true, true, ""]);
  assert.doesNotMatch(wide.finding.detail, /recurrent/);
  assert.deepEqual([narrow.state.compiled, narrow.state.wide], [true, false]);
  assert.match(narrow.state.reason, /the weights' gradient of backward tanh: the kernel gives 0 where/);
  assert.match(narrow.finding.detail, /recurrent takes vectors of 128 bits \(the weights' gradient of backward tanh/);
  assert.deepEqual(narrow.values, wide.values);
});

test("where vectors of neither size come out right, TypeScript computes, the same to float32, and the doctor says so", () => {
  const [fast, plain] = [soundly(), elsewhere(spoilt(2), {})];
  assert.deepEqual([plain.state.compiled, plain.state.wide], [false, false]);
  assert.match(plain.state.reason, /the weights' gradient of backward tanh: the kernel gives 0 where/);
  assert.equal(plain.finding.state, "missing");
  assert.match(plain.finding.detail, /recurrent is plain TypeScript \(the weights' gradient of backward tanh/);
  assertClose("value", Float32Array.from(fast.values), Float64Array.from(plain.values));
});

test("without kernels the layers are the same to float32", () => {
  const [fast, plain] = [soundly(), elsewhere("", { QUADRANT_KERNELS: "plain" })];
  assert.equal(plain.state.compiled, false);
  assertClose("value", Float32Array.from(fast.values), Float64Array.from(plain.values));
});

test("gradients that fade below what float32 can hold become 0, not slow", () => {
  const shape = {
    cell: "tanh",
    direction: "forward",
    sequences: false,
    batch: 4,
    steps: 300,
    features: 4,
    units: 8,
  } as const;
  const given = randomInput(shape, false, 1);
  given.weights.forEach((value, i, weights) => {
    weights[i] = value / 20;
  });
  const [, , input] = compute(shape, given, 1);
  assert.ok(input!.every((value) => value === 0 || Math.abs(value) > 1e-35));
  assert.ok(input!.subarray(-4).every((value) => Math.abs(value) > 1e-6));
});

test("a thousand passes leave the memory as it was", () => {
  const shape = {
    cell: "gru",
    direction: "forward",
    sequences: false,
    batch: 3,
    steps: 4,
    features: 2,
    units: 3,
  } as const;
  const given = randomInput(shape, false, 1);
  compute(shape, given, 1);
  const before = recurrentLayers().used();
  for (let i = 0; i < 1000; i++) compute(shape, given, 1);
  assert.equal(recurrentLayers().used(), before);
});

test("pieces of the shared memory never overlap, and what is given back is used again", () => {
  const actions = fc.array(fc.oneof(fc.integer({ min: 1, max: 200_000 }), fc.constant("free" as const)), {
    maxLength: 60,
  });
  fc.assert(
    fc.property(actions, fc.infiniteStream(fc.nat()), (list, picks) => {
      const heap = new SharedHeap(sharedMemory(), 2048);
      const held = new Map<number, number>();
      for (const action of list) {
        if (action === "free") {
          const at = [...held.keys()][(picks.next().value as number) % Math.max(1, held.size)];
          if (at === undefined) continue;
          heap.free(at);
          held.delete(at);
        } else {
          const at = heap.allocate(action);
          for (const [other, bytes] of held) assert.ok(at >= other + bytes || at + action <= other);
          held.set(at, action);
        }
      }
      for (const at of held.keys()) heap.free(at);
      assert.equal(heap.used, 0);
      assert.equal(heap.allocate(1), 2048);
    }),
    { numRuns: 50 },
  );
});

test("sizes that cannot be are refused by name", () => {
  const shape = {
    cell: "lstm",
    direction: "forward",
    sequences: false,
    batch: 1,
    steps: 1,
    features: 1,
    units: 1,
  } as const;
  assert.throws(() => recurrentLayers().open({ ...shape, units: 0 }, 1), /units of a recurrent layer is 0/);
  assert.throws(() => recurrentLayers().open({ ...shape, steps: 1.5 }, 1), /steps of a recurrent layer is 1.5/);
  assert.throws(
    () => recurrentLayers().open({ ...shape, batch: 2000, steps: 3000, units: 64, features: 64 }, 1),
    /needs \d+\.\d GiB[\s\S]*smaller batches/,
  );
  assert.ok(recurrentLayers().used() < 2 ** 26, "what was taken before the memory ran out is given back");
});
