import assert from "node:assert/strict";
import { test } from "node:test";
import { makeComposers, planEtude } from "../../../src/corpora/etudes";
import {
  drawCues,
  drawPoint,
  GRADED_CUE_NAMES,
  GRADED_CUES,
  MODE,
  probabilityOfFirst,
} from "../../../src/corpora/etudes/cues";
import { streamFor } from "../../../src/corpora/etudes/stream";
import { QUADRANTS } from "../../../src/corpora/quadrant";

const DRAWS = 20_000;
const NO_HABITS = Object.fromEntries(GRADED_CUE_NAMES.map((name) => [name, 0])) as Record<
  (typeof GRADED_CUE_NAMES)[number],
  number
>;

/** Five standard errors of a mean: wrong once in two million runs, and the seed is fixed anyway. */
const tolerance = (deviation: number): number => (5 * deviation) / Math.sqrt(DRAWS);

test("cues have the mean and the spread that their table says", () => {
  const point = { valence: 0.6, arousal: -0.4 };
  const stream = streamFor(1, "test");
  const drawn = Array.from({ length: DRAWS }, () => drawCues(stream, point, NO_HABITS));
  for (const name of GRADED_CUE_NAMES) {
    const { valence, arousal, noise } = GRADED_CUES[name];
    const values = drawn.map((cues) => cues.graded[name]);
    const mean = values.reduce((a, b) => a + b, 0) / DRAWS;
    const deviation = Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / DRAWS);
    assert.ok(Math.abs(mean - (valence * 0.6 - arousal * 0.4)) < tolerance(noise), `${name}: ${mean}`);
    assert.ok(Math.abs(deviation / noise - 1) < 0.03, `${name}: ${deviation}`);
  }
  const major = drawn.filter((cues) => cues.major).length / DRAWS;
  const expected = 1 / (1 + Math.exp(-(MODE.valence * 0.6 - MODE.arousal * 0.4)));
  assert.ok(Math.abs(major - expected) < tolerance(0.5), `${major} against ${expected}`);
  assert.equal(probabilityOfFirst(MODE, { valence: 0, arousal: 0 }), 0.5);
});

test("points lie about their quadrant's centre, in the plane, and reach into the neighbours", () => {
  const stream = streamFor(1, "test");
  const points = Array.from({ length: DRAWS }, () => drawPoint(stream, "Q2"));
  assert.ok(points.every(({ valence, arousal }) => Math.abs(valence) <= 1 && Math.abs(arousal) <= 1));
  const outside = points.filter(({ valence, arousal }) => valence > 0 || arousal < 0).length / DRAWS;
  assert.ok(outside > 0.02 && outside < 0.1, `${outside} outside`);
});

test("quadrants are equally frequent, composers are many and lean", () => {
  const composers = makeComposers(1);
  assert.equal(new Set(composers.map((composer) => composer.id)).size, 48);
  const plans = Array.from({ length: 320 }, (_, index) => planEtude(1, index, composers));
  for (const quadrant of QUADRANTS) {
    assert.equal(plans.filter((plan) => plan.quadrant === quadrant).length, 80);
    assert.equal(composers.filter((composer) => composer.favourite === quadrant).length, 12);
  }
  assert.ok(new Set(plans.map((plan) => plan.composer.id)).size >= 40);
  const leaning = plans.filter((plan) => plan.composer.favourite === plan.quadrant).length / plans.length;
  assert.ok(leaning > 0.5 && leaning < 0.7, `${leaning} of the pieces are in their composer's favourite quadrant`);
  assert.equal(new Set(plans.map((plan) => plan.id)).size, 320);
});
