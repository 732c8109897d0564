import assert from "node:assert/strict";
import { test } from "node:test";
import { learningRateAfter, newOptimizer, type OptimizerOptions, type Schedule } from "../../../src/networks";
import { crossEntropy, type EntropyOptions } from "../../../src/networks/training/cross-entropy";
import { golden } from "../../golden";

/** A dozen float32 steps, rounded at other places. */
const SAME_PARAMETER = 2e-6;
/** Both are float64; PyTorch computes the cosine step by step. */
const SAME_RATE = 1e-12;
/** Scores are given in float32. */
const SAME_LOSS = 1e-6;

const recorded = golden<{
  learningRate: number;
  start: number[];
  gradients: number[][];
  optimizers: (OptimizerOptions & { end: number[] })[];
  losses: number[];
  schedules: (Schedule & { rates: number[] })[];
  scores: number[];
  labels: number[];
  criteria: { smoothing: number; weights: number[]; loss: number; scoreGradient: number[] }[];
}>("training");

function assertNear(what: string, actual: ArrayLike<number>, expected: readonly number[], tolerance: number): void {
  assert.equal(actual.length, expected.length);
  for (const [i, value] of expected.entries()) {
    assert.ok(Math.abs(actual[i]! - value) <= tolerance, `${what}, ${i}: ${actual[i]}, not ${value}`);
  }
}

for (const { end, ...options } of recorded.optimizers) {
  test(`${JSON.stringify(options)} steps as PyTorch's does`, () => {
    const optimizer = newOptimizer({ ...options, learningRate: recorded.learningRate });
    const parameters = [Float32Array.from(recorded.start)];
    for (const gradient of recorded.gradients) optimizer.step(parameters, [Float32Array.from(gradient)]);
    assertNear("parameter", parameters[0]!, end, SAME_PARAMETER);
  });
}

for (const { rates, ...schedule } of recorded.schedules) {
  test(`${JSON.stringify(schedule)} gives the rates of PyTorch's`, () => {
    const { losses, learningRate } = recorded;
    const given = losses.map((_, epoch) =>
      learningRateAfter(losses.slice(0, epoch), schedule, learningRate, losses.length),
    );
    assertNear("epoch", given, rates, SAME_RATE);
    assert.ok(new Set(rates).size > 2, "the rate changes");
  });
}

for (const { smoothing, weights, loss, scoreGradient } of recorded.criteria) {
  test(`cross-entropy with smoothing ${smoothing} and weights ${weights} is PyTorch's, and so is its gradient`, () => {
    const criterion: EntropyOptions = { smoothing, weights: Float64Array.from(weights) };
    const { lossSum, weightSum, gradient } = crossEntropy(
      Float32Array.from(recorded.scores),
      recorded.labels,
      criterion,
    );
    assertNear("loss", [lossSum / weightSum], [loss], SAME_LOSS);
    assertNear("gradient", gradient, scoreGradient, SAME_LOSS);
  });
}

test("a network that is very sure and wrong has a loss and a gradient", () => {
  const criterion: EntropyOptions = { smoothing: 0, weights: Float64Array.of(1, 1) };
  const { lossSum, right, gradient } = crossEntropy(Float32Array.of(5000, 0, 0, 5000), [1, 1], criterion);
  assert.equal(lossSum, 5000);
  assert.equal(right, 1);
  assert.deepEqual([...gradient], [0.5, -0.5, 0, 0]);
});

test("SGD goes on from its state to the same bits", () => {
  const steps = recorded.gradients.map((gradient) => [Float32Array.from(gradient)]);
  const options = { kind: "sgd", learningRate: 0.1, momentum: 0.9, dampening: 0.2 } as const;
  const [whole, first, second] = [newOptimizer(options), newOptimizer(options), newOptimizer(options)];
  const [a, b] = [[Float32Array.from(recorded.start)], [Float32Array.from(recorded.start)]];
  for (const gradient of steps) whole.step(a, gradient);
  for (const gradient of steps.slice(0, 5)) first.step(b, gradient);
  second.state = first.state;
  for (const gradient of steps.slice(5)) second.step(b, gradient);
  assert.deepEqual(a, b);
});
