import assert from "node:assert/strict";
import { test } from "node:test";
import { affectGrid, bayesCeiling } from "../../../src/corpora/etudes";
import { certaintyOfBestGuess } from "../../../src/corpora/etudes/ceiling";

test("the grid holds one of each quadrant's probability", () => {
  const grid = affectGrid();
  for (let quadrant = 0; quadrant < 4; quadrant++) {
    const total = grid.reduce((sum, cell) => sum + cell.prior[quadrant]!, 0);
    assert.ok(Math.abs(total - 1) < 1e-12);
  }
});

test("cues that say nothing leave a quarter, cues that say everything leave certainty", () => {
  const apart = affectGrid(20, { centre: 0.5, spread: 0.02 });
  const nothing = apart.map(() => -3);
  assert.ok(Math.abs(certaintyOfBestGuess(apart, nothing) - 0.25) < 1e-12);
  const happy = apart.map((cell) => (cell.valence > 0 && cell.arousal > 0 ? 0 : -1e3));
  assert.ok(certaintyOfBestGuess(apart, happy) > 1 - 1e-9);
});

test("a cue that tells one axis exactly and nothing of the other leaves a half", () => {
  const apart = affectGrid(20, { centre: 0.5, spread: 0.02 });
  const pleasant = apart.map((cell) => (cell.valence > 0 ? 0 : -1e3));
  assert.ok(Math.abs(certaintyOfBestGuess(apart, pleasant) - 0.5) < 1e-9);
});

test("knowing the point itself is bounded by the overlap of the quadrants: the square of a normal integral", () => {
  // Two quadrants on each axis, centres +-0.5, spread 0.25: told right with probability Phi(2) = 0.97725 an axis, and
  // cutting the plane off at +-1 moves that to (Phi(2) - Phi(-2)) / (Phi(2) - Phi(-6)) = 0.97672.
  const grid = affectGrid(100, { centre: 0.5, spread: 0.25 });
  const best = grid.reduce((sum, cell) => sum + Math.max(...cell.prior), 0) / 4;
  assert.ok(Math.abs(best - 0.97672 ** 2) < 1e-3, `${best}`);
});

test("order is worth more than ten errors, and both ceilings leave room for models to differ", () => {
  const { withOrder, withoutOrder } = bayesCeiling({ samples: 2_000 });
  const error = Math.hypot(withOrder.standardError, withoutOrder.standardError);
  assert.ok(withOrder.accuracy - withoutOrder.accuracy > 10 * error, JSON.stringify({ withOrder, withoutOrder }));
  assert.ok(withoutOrder.accuracy > 0.68 && withoutOrder.accuracy < 0.74, `${withoutOrder.accuracy}`);
  assert.ok(withOrder.accuracy > 0.8 && withOrder.accuracy < 0.86, `${withOrder.accuracy}`);
});

test("another seed gives the same ceiling within its error", () => {
  const [one, two] = [1, 2].map((seed) => bayesCeiling({ samples: 1_000, seed }).withOrder);
  assert.notEqual(one!.accuracy, two!.accuracy);
  const error = Math.hypot(one!.standardError, two!.standardError);
  assert.ok(Math.abs(one!.accuracy - two!.accuracy) < 4 * error);
});
