import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { convolutionKernel, type Region } from "../../../src/kernels/convolution";
import { convolutionShape, type Pair } from "../../../src/kernels/convolution/shape";
import { adaptiveBounds } from "../../../src/kernels/convolution/windows";
import { pcen } from "../../../src/networks/convolution/energy-normalisation";
import { gaborFilters } from "../../../src/networks/convolution/gabor-filters";
import { sincFilters } from "../../../src/networks/convolution/sinc-filters";
import { decodeNpy, decodeZip } from "../../../src/store";
import { golden } from "../../golden";

/** Sums of some dozen products in float32, as a share of the largest value. */
const FLOAT32 = 2e-6;
/** Both are float64; what is recorded is float32, whose rounding the gradients of edges multiply. */
const RECORDED = 2e-6;

interface Options {
  readonly filters: number;
  readonly kernel: number | number[];
  readonly stride?: number | number[];
  readonly dilation?: number | number[];
}

const recorded = golden<{
  sampleRate: number;
  conv1d: Record<string, Options>;
  conv2d: Record<string, Options>;
  adaptive: Record<string, [steps: number, wanted: number]>;
}>("convolution");
const members = decodeZip(readFileSync(join("test", "golden", "convolution.npz")));
const arrays = new Map([...members].map(([name, bytes]) => [name.replace(/\.npy$/, ""), decodeNpy(bytes)]));

const array = (name: string) => arrays.get(name)!.data;

function assertClose(what: string, found: ArrayLike<number>, expected: Float32Array, tolerance: number): void {
  assert.equal(found.length, expected.length, what);
  const most = expected.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  const at = expected.findIndex((value, i) => !(Math.abs(value - found[i]!) <= tolerance * most));
  assert.equal(at, -1, `${what}: value ${at} is ${found[at]}, not ${expected[at]}`);
}

function region(name: string): Region {
  const values = array(name);
  const made = convolutionKernel().allocate(values.length);
  made.values.set(values);
  return made;
}

/** Of a number a side, or of one for the only side. */
const pair = (value: number | number[] = 1): Pair =>
  Array.isArray(value) && value.length === 2 ? (value as unknown as Pair) : [1, [value].flat()[0]!];

for (const [name, options] of Object.entries({ ...recorded.conv1d, ...recorded.conv2d })) {
  test(`${name} is PyTorch's`, () => {
    const shape = arrays.get(`${name}/x`)!.shape;
    const [batch, channels] = [shape[0]!, shape.at(-1)!];
    const input = (shape.length === 3 ? [1, shape[1]] : shape.slice(1, 3)) as unknown as Pair;
    const sides = { kernel: pair(options.kernel), strides: pair(options.stride), dilations: pair(options.dilation) };
    const convolution = convolutionShape({ batch, input, channels, filters: options.filters, ...sides });
    const kernel = convolutionKernel();
    const [x, outputGradient] = [region(`${name}/x`), region(`${name}/toward`)];
    const given = { input: x, weights: region(`${name}/weights`) };
    const output = kernel.convolve(convolution, { ...given, bias: array(`${name}/bias`), rectify: false }, 2);
    const wanted = { output: undefined, outputGradient, withInput: true, withWeights: true };
    const back = kernel.convolveBack(convolution, { ...given, ...wanted }, 2);
    assertClose("output", output.values, array(`${name}/output`), FLOAT32);
    assertClose("input", back.input!.values, array(`${name}/x-gradient`), FLOAT32);
    assertClose("weights", back.weights!.values, array(`${name}/weights-gradient`), FLOAT32);
    assertClose("bias", back.bias!, array(`${name}/bias-gradient`), FLOAT32);
    for (const spent of [x, given.weights, outputGradient, output, back.input!, back.weights!]) spent.release();
  });
}

for (const [name, [steps, wanted]] of Object.entries(recorded.adaptive)) {
  test(`${name} is PyTorch's adaptive_avg_pool1d`, () => {
    const across = adaptiveBounds(steps, wanted);
    const shape = { batch: 2, input: [1, steps] as const, channels: 3, down: [[0, 1] as const], across };
    const kernel = convolutionKernel();
    const [input, outputGradient] = [region(`${name}/x`), region(`${name}/toward`)];
    const output = kernel.pool(shape, "mean", input, 1);
    const gradient = kernel.poolBack(shape, "mean", { input, output, outputGradient }, 1);
    assertClose("output", output.values, array(`${name}/output`), FLOAT32);
    assertClose("gradient", gradient.values, array(`${name}/x-gradient`), FLOAT32);
    for (const spent of [input, outputGradient, output, gradient]) spent.release();
  });
}

test("SincNet's filters and their gradient are PyTorch's", () => {
  const bank = { kernelSize: 31, sampleRate: recorded.sampleRate, minLowHz: 50, minBandHz: 50 };
  const { values, back } = sincFilters(bank, array("sinc/low"), array("sinc/band"));
  assertClose("filters", values, array("sinc/output"), RECORDED);
  const [low, band] = back(array("sinc/toward"));
  assertClose("low", low!, array("sinc/low-gradient"), RECORDED);
  assertClose("band", band!, array("sinc/band-gradient"), RECORDED);
});

test("Gabor filters and their gradient are PyTorch's", () => {
  const { values, back } = gaborFilters(41, array("gabor/centre"), array("gabor/width"));
  assertClose("filters", values, array("gabor/output"), RECORDED);
  const [centre, width] = back(array("gabor/toward"));
  assertClose("centre", centre!, array("gabor/centre-gradient"), RECORDED);
  assertClose("width", width!, array("gabor/width-gradient"), RECORDED);
});

test("PCEN and its gradient are PyTorch's", () => {
  const [alpha, delta, root, smooth] = ["alpha", "delta", "root", "smooth"].map((name) => array(`pcen/${name}`));
  const shape = { batch: 2, frames: 9, channels: 3, epsilon: 1e-6 };
  const weights = { alpha: alpha!, delta: delta!, root: root!, smooth: smooth! };
  const { output, back } = pcen(shape, array("pcen/x"), weights);
  assertClose("output", output, array("pcen/output"), RECORDED);
  const gradient = back(array("pcen/toward"));
  assertClose("input", gradient.input, array("pcen/x-gradient"), RECORDED);
  for (const [i, name] of ["alpha", "delta", "root", "smooth"].entries()) {
    assertClose(name, gradient.weights[i]!, array(`pcen/${name}-gradient`), RECORDED);
  }
});
