import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { QuadrantError } from "../../src/errors";
import { kernelState } from "../../src/kernels";
import { type ConvolutionKernel, convolutionKernel, type Region } from "../../src/kernels/convolution";
import { plain } from "../../src/kernels/convolution/plain";
import { plainConvolve, plainConvolveBack } from "../../src/kernels/convolution/plain-convolution";
import { energyShape, plainEnergy, plainEnergyBack } from "../../src/kernels/convolution/plain-energy";
import { plainPool, plainPoolBack } from "../../src/kernels/convolution/plain-pooling";
import {
  type ConvolutionShape,
  convolutionShape,
  inputSize,
  outputSize,
  PADDINGS,
  weightSize,
} from "../../src/kernels/convolution/shape";
import {
  adaptiveBounds,
  type PoolingShape,
  poolingInputSize,
  poolingOutputSize,
  stridedBounds,
} from "../../src/kernels/convolution/windows";
import { MT19937 } from "../../src/random";

/** Sums of up to some hundred products in float32 against float64, as a share of the largest value. */
const FLOAT32 = 2e-5;
/** Differences of the second order with steps of 1e-5 in float64. */
const DIFFERENCES = 1e-7;

function normals(length: number, seed: number): Float64Array {
  const random = new MT19937(seed);
  return Float64Array.from({ length }, () => random.normal());
}

function assertClose(what: string, found: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  assert.equal(found.length, expected.length, what);
  const most = Array.from(expected).reduce((largest, value) => Math.max(largest, Math.abs(value)), 1);
  const at = Array.from(expected).findIndex((value, i) => !(Math.abs(value - found[i]!) <= tolerance * most));
  assert.equal(at, -1, `${what}: value ${at} is ${found[at]}, not ${expected[at]}`);
}

/** The slopes of `loss` at `point`, each by two values of the loss. */
function differences(point: Float64Array, loss: (point: Float64Array) => number): Float64Array {
  const step = 1e-5;
  return point.map((value, i) => {
    const [above, below] = [point.slice(), point.slice()];
    above[i] = value + step;
    below[i] = value - step;
    return (loss(above) - loss(below)) / (2 * step);
  });
}

const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, i) => sum + value * b[i]!, 0);

const pair = (most: number) => fc.tuple(fc.integer({ min: 1, max: most }), fc.integer({ min: 1, max: most }));

/** Convolutions of odd sizes; strides or dilations. */
const shapes = fc
  .record({
    batch: fc.integer({ min: 1, max: 5 }),
    input: fc.tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 40 })),
    channels: fc.integer({ min: 1, max: 19 }),
    filters: fc.integer({ min: 1, max: 35 }),
    kernel: pair(4),
    strides: pair(4),
    dilations: pair(3),
    dilated: fc.boolean(),
    padding: fc.constantFrom(...PADDINGS),
  })
  .map(({ dilated, strides, dilations, padding, ...shape }) => {
    const reach = shape.kernel.map((size, side) => (size - 1) * (dilated ? dilations[side]! : 1) + 1);
    const fits = reach.every((size, side) => size <= shape.input[side]!);
    return convolutionShape({
      ...shape,
      ...(dilated ? { dilations } : { strides }),
      padding: fits || padding !== "valid" ? padding : "same",
    });
  });

function filled(kernel: ConvolutionKernel, values: ArrayLike<number>): Region {
  const region = kernel.allocate(values.length);
  region.values.set(values);
  return region;
}

function taken(region: Region): Float32Array {
  const values = region.values.slice();
  region.release();
  return values;
}

interface Found {
  readonly output: Float32Array;
  readonly input: Float32Array;
  readonly weights: Float32Array;
  readonly bias: Float32Array;
}

const EVERYTHING = { withInput: true, withWeights: true } as const;

function convolved(kernel: ConvolutionKernel, shape: ConvolutionShape, rectify: boolean, threads: number): Found {
  const [input, outputGradient] = [
    filled(kernel, normals(inputSize(shape), 1)),
    filled(kernel, normals(outputSize(shape), 2)),
  ];
  const weights = filled(kernel, normals(weightSize(shape), 3));
  const bias = Float32Array.from(normals(shape.filters, 4));
  const output = kernel.convolve(shape, { input, weights, bias, rectify }, threads);
  const gate = rectify ? output : undefined;
  const back = kernel.convolveBack(shape, { input, weights, output: gate, outputGradient, ...EVERYTHING }, threads);
  for (const spent of [input, weights, outputGradient]) spent.release();
  return { output: taken(output), input: taken(back.input!), weights: taken(back.weights!), bias: back.bias! };
}

test("the kernel is compiled here", () => {
  convolutionKernel();
  const state = kernelState().find(({ name }) => name === "convolution")!;
  assert.equal(state.compiled, true, state.reason);
});

test("convolutions of any size come out as plain TypeScript has them", () => {
  fc.assert(
    fc.property(shapes, fc.boolean(), (shape, rectify) => {
      const [found, expected] = [convolutionKernel(), plain].map((kernel) => convolved(kernel, shape, rectify, 2));
      // Where rounding decides whether a value is above 0, the gates differ; one of float32 stays away from 0 by more.
      if (rectify && expected!.output.some((value) => value !== 0 && value < 1e-4)) return;
      for (const name of ["output", "input", "weights", "bias"] as const) {
        assertClose(name, found![name], expected![name], FLOAT32);
      }
    }),
    { numRuns: 150, seed: 7 },
  );
  assert.equal(convolutionKernel().used(), 0);
});

test("windows of three by three come out as plain TypeScript has them, and as the same bits on any threads", () => {
  for (const [channels, filters] of [
    [32, 32],
    [36, 48],
    [32, 8],
  ] as const) {
    for (const padding of ["same", "valid"] as const) {
      const input = [9, 34] as const;
      const shape = convolutionShape({ batch: 3, input, channels, filters, kernel: [3, 3], padding });
      for (const rectify of [false, true]) {
        const [one, two, expected] = [
          convolved(convolutionKernel(), shape, rectify, 1),
          convolved(convolutionKernel(), shape, rectify, 2),
          convolved(plain, shape, rectify, 1),
        ];
        assert.deepEqual(one, two);
        assertClose("output", one.output, expected.output, FLOAT32);
        // Gates that rounding decides differ where values are rectified.
        if (rectify) continue;
        for (const name of ["input", "weights", "bias"] as const) assertClose(name, one[name], expected[name], FLOAT32);
      }
    }
  }
  assert.equal(convolutionKernel().used(), 0);
});

test("the gradient of a convolution is that of finite differences", () => {
  fc.assert(
    fc.property(shapes, (large) => {
      const shape = convolutionShape({
        ...large,
        batch: 1,
        channels: Math.min(3, large.channels),
        filters: 2,
        padding: "same",
      });
      const [input, weights, through] = [inputSize, weightSize, outputSize].map((size, i) =>
        normals(size(shape), i + 1),
      );
      const bias = normals(shape.filters, 4);
      const gradient = plainConvolveBack(shape, input!, weights!, through!);
      const slopes = {
        input: differences(input!, (point) => dot(plainConvolve(shape, point, weights!, bias), through!)),
        weights: differences(weights!, (point) => dot(plainConvolve(shape, input!, point, bias), through!)),
        bias: differences(bias, (point) => dot(plainConvolve(shape, input!, weights!, point), through!)),
      };
      for (const name of ["input", "weights", "bias"] as const)
        assertClose(name, gradient[name], slopes[name], DIFFERENCES);
    }),
    { numRuns: 15, seed: 7 },
  );
});

test("results are the same bits for one, two and four threads", () => {
  const kernel = convolutionKernel();
  const bits = (values: Float32Array) =>
    Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString("hex");
  for (const shape of [
    convolutionShape({
      batch: 19,
      input: [1, 3001],
      channels: 1,
      filters: 24,
      kernel: [1, 33],
      strides: [1, 4],
      padding: "same",
    }),
    convolutionShape({ batch: 7, input: [33, 21], channels: 9, filters: 17, kernel: [3, 3], padding: "same" }),
  ]) {
    const [one, ...others] = [1, 2, 4].map((threads) =>
      Object.values(convolved(kernel, shape, true, threads)).map(bits),
    );
    for (const other of others) assert.deepEqual(other, one);
  }
  const lines = { lines: 5000, channels: 6 };
  const [input, outputGradient] = [1, 2].map((seed) => filled(kernel, normals(30_000, seed)));
  const means = new Float32Array(6).fill(0.1);
  const sums = [1, 2, 4].map((threads) => ({
    ...kernel.moments(lines, input!, threads),
    ...kernel.gradientSums(lines, { input: input!, outputGradient: outputGradient!, means }, threads),
  }));
  assert.deepEqual(sums[1], sums[0]);
  assert.deepEqual(sums[2], sums[0]);
  input!.release();
  outputGradient!.release();
});

const poolings = fc
  .record({
    batch: fc.integer({ min: 1, max: 3 }),
    input: fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 30 })),
    channels: fc.integer({ min: 1, max: 18 }),
    window: fc.integer({ min: 1, max: 5 }),
    stride: fc.integer({ min: 1, max: 5 }),
    wanted: fc.integer({ min: 1, max: 12 }),
  })
  .map(({ window, stride, wanted, ...shape }): PoolingShape => {
    return {
      ...shape,
      down: stridedBounds(shape.input[0], window, stride, "same", "pooling"),
      across: adaptiveBounds(shape.input[1], wanted),
    };
  });

test("windows of any kind are pooled as plain TypeScript does", () => {
  fc.assert(
    fc.property(poolings, fc.constantFrom("mean" as const, "largest" as const), (shape, pooling) => {
      const [found, expected] = [convolutionKernel(), plain].map((kernel) => {
        const input = filled(kernel, normals(poolingInputSize(shape), 1));
        const outputGradient = filled(kernel, normals(poolingOutputSize(shape), 2));
        const output = kernel.pool(shape, pooling, input, 2);
        const gradient = kernel.poolBack(shape, pooling, { input, output, outputGradient }, 2);
        input.release();
        outputGradient.release();
        return [taken(output), taken(gradient)] as const;
      });
      for (const [i, what] of ["output", "gradient"].entries()) assertClose(what, found![i]!, expected![i]!, FLOAT32);
    }),
    { numRuns: 150, seed: 7 },
  );
  assert.equal(convolutionKernel().used(), 0);
});

test("the gradients of pooling and of energies are those of finite differences", () => {
  fc.assert(
    fc.property(poolings, fc.constantFrom("mean" as const, "largest" as const), (large, pooling) => {
      const shape = { ...large, batch: 1, channels: 1 };
      const [input, through] = [normals(poolingInputSize(shape), 1), normals(poolingOutputSize(shape), 2)];
      const slopes = differences(input, (point) => dot(plainPool(shape, pooling, point), through));
      assertClose(pooling, plainPoolBack(shape, pooling, input, through), slopes, DIFFERENCES);
    }),
    { numRuns: 10, seed: 7 },
  );
  const shape = energyShape({
    batch: 2,
    columns: 17,
    channels: 2,
    size: 5,
    stride: 3,
    padding: "same",
    name: "energy",
  });
  const [input, windows, through] = [normals(2 * 17 * 4, 1), normals(10, 2), normals(2 * 6 * 2, 3)];
  const gradient = plainEnergyBack(shape, input, windows, through);
  const ofInput = differences(input, (point) => dot(plainEnergy(shape, point, windows), through));
  const ofWindows = differences(windows, (point) => dot(plainEnergy(shape, input, point), through));
  assertClose("input", gradient.input, ofInput, DIFFERENCES);
  assertClose("windows", gradient.windows, ofWindows, DIFFERENCES);
});

test("moments of values far from 0 keep their digits", () => {
  const kernel = convolutionKernel();
  const values = normals(60_000, 3).map((value) => 1000 + value);
  const input = filled(kernel, values);
  const { means, variances } = kernel.moments({ lines: 20_000, channels: 3 }, input, 2);
  const { means: wanted, variances: spread } = plain.moments({ lines: 20_000, channels: 3 }, filled(plain, values), 1);
  assertClose("means", means, wanted, 1e-7);
  assertClose("variances", variances, spread, 1e-4);
  input.release();
});

test("shapes that cannot be are refused by name", () => {
  const good = { batch: 1, input: [1, 9], channels: 1, filters: 1, kernel: [1, 3], name: "conv1d_3" } as const;
  for (const [change, message] of [
    [{ channels: 0 }, /channels of conv1d_3 is 0/],
    [{ kernel: [1, 2.5] }, /kernel of conv1d_3 is 1,2.5/],
    [{ kernel: [1, 10] }, /conv1d_3 needs 10 values and gets 9/],
    [{ strides: [1, 2], dilations: [1, 2], padding: "same" }, /conv1d_3 has strides \(1,2\) and dilations/],
  ] as const) {
    assert.throws(
      () => convolutionShape({ ...good, ...change }),
      (error) => error instanceof QuadrantError && message.test(error.message),
    );
  }
  assert.throws(() => adaptiveBounds(0, 3), /0 values/);
  assert.throws(() => adaptiveBounds(5, 0.5), /0.5 windows/);
});
