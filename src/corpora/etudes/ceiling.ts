import { QUADRANT_SIGNS, QUADRANTS } from "../quadrant";
import {
  type AffectPoint,
  type BinaryCue,
  type Cues,
  drawCues,
  drawPoint,
  GRADED_CUE_NAMES,
  GRADED_CUES,
  type GradedCueName,
  MODE,
  ORDER_CUE_NAMES,
  ORDER_CUES,
  POINTS,
  probabilityOfFirst,
} from "./cues";
import { streamFor } from "./stream";

/** Cells along each side of the valence/arousal plane. 24 instead of 48 changes no digit that is reported. */
const CELLS = 24;

/** A share of clips told right, and the standard error of its estimate. */
export interface Accuracy {
  readonly accuracy: number;
  readonly standardError: number;
}

export interface Ceiling {
  /** What a listener can reach who hears every cue, order included. */
  readonly withOrder: Accuracy;
  /** What a listener can reach who hears every cue but not the order of time. */
  readonly withoutOrder: Accuracy;
}

/** One cell of the plane with what the model says of it. */
interface Cell extends AffectPoint {
  /** p(cell | quadrant), in the order of QUADRANTS. */
  readonly prior: readonly number[];
}

/** The plane cut into equal cells, each with its probability under every quadrant. */
export function affectGrid(cells = CELLS, points: { centre: number; spread: number } = POINTS): Cell[] {
  const middles = Array.from({ length: cells }, (_, i) => (2 * (i + 0.5)) / cells - 1);
  const shares = (sign: number): number[] => {
    const density = middles.map((x) => Math.exp(-0.5 * ((x - sign * points.centre) / points.spread) ** 2));
    const total = density.reduce((sum, x) => sum + x, 0);
    return density.map((x) => x / total);
  };
  const byQuadrant = QUADRANTS.map((quadrant) => QUADRANT_SIGNS[quadrant].map(shares));
  return middles.flatMap((valence, i) =>
    middles.map((arousal, j) => ({
      valence,
      arousal,
      prior: byQuadrant.map(([valenceShares, arousalShares]) => valenceShares![i]! * arousalShares![j]!),
    })),
  );
}

/** log p(graded cues and mode | v, a) for a composer never heard before: the habit is one more normal noise. */
function logLikelihoodOfAverages(cues: Cues, { valence: v, arousal: a }: AffectPoint): number {
  let sum = logProbability(MODE, cues.major, { valence: v, arousal: a });
  for (const name of GRADED_CUE_NAMES) {
    const { valence, arousal, habit, noise } = GRADED_CUES[name];
    const distance = cues.graded[name] - valence * v - arousal * a;
    sum -= (0.5 * distance * distance) / (habit * habit + noise * noise);
  }
  return sum;
}

/** log p(directions of dynamics, pace and line | v, a). */
function logLikelihoodOfOrder(cues: Cues, point: AffectPoint): number {
  return ORDER_CUE_NAMES.reduce((sum, name) => sum + logProbability(ORDER_CUES[name], cues.order[name], point), 0);
}

function logProbability(cue: BinaryCue, first: boolean, point: AffectPoint): number {
  const probability = probabilityOfFirst(cue, point);
  return Math.log(first ? probability : 1 - probability);
}

/**
 * The largest of p(quadrant | cues), quadrants being equally frequent: how often the best guess is right on pieces
 * with these cues.
 *
 * @param logLikelihoods log p(cues | cell), a cell of `grid` each
 */
export function certaintyOfBestGuess(grid: readonly Cell[], logLikelihoods: readonly number[]): number {
  const highest = logLikelihoods.reduce((a, b) => Math.max(a, b), -Infinity);
  const evidence = QUADRANTS.map(() => 0);
  for (let i = 0; i < grid.length; i++) {
    const likelihood = Math.exp(logLikelihoods[i]! - highest);
    const { prior } = grid[i]!;
    for (let q = 0; q < evidence.length; q++) evidence[q]! += prior[q]! * likelihood;
  }
  return Math.max(...evidence) / evidence.reduce((a, b) => a + b, 0);
}

/**
 * The best accuracy that any method can reach on études by composers it has never heard: the Bayes rate of the
 * generator's own model, by Monte Carlo.
 *
 * Pieces are drawn as makeEtudes draws them (equal quadrants, a new composer each), and the certainty of the best guess
 * p(q | cues) is averaged, p(q | cues) being proportional to the sum over the plane of p(v, a | q) p(cues | v, a). That
 * average has the same mean as counting right guesses and a smaller error.
 *
 * It holds for grouped splits. In a random split the composer is known, and with him his leaning and his habits: there
 * more can be reached. It is a bound, as the cues are known exactly here while a model has to hear them in the audio.
 *
 * @param options.samples pieces drawn; 4,000 by default, which take about a second
 *
 * @example
 * bayesCeiling().withOrder.accuracy; // about 0.81
 */
export function bayesCeiling({ samples = 4000, seed = 1 }: { samples?: number; seed?: number } = {}): Ceiling {
  const grid = affectGrid();
  const stream = streamFor(seed, "ceiling");
  const orderOf = orderTables(grid);
  const certainties: { withOrder: number[]; withoutOrder: number[] } = { withOrder: [], withoutOrder: [] };
  for (let i = 0; i < samples; i++) {
    const point = drawPoint(stream, QUADRANTS[i % QUADRANTS.length]!);
    const habits = Object.fromEntries(
      GRADED_CUE_NAMES.map((name) => [name, GRADED_CUES[name].habit * stream.normal()]),
    ) as Record<GradedCueName, number>;
    const cues = drawCues(stream, point, habits);
    const averages = grid.map((cell) => logLikelihoodOfAverages(cues, cell));
    const order = orderOf(cues);
    const all = averages.map((averaged, k) => averaged + order[k]!);
    certainties.withoutOrder.push(certaintyOfBestGuess(grid, averages));
    certainties.withOrder.push(certaintyOfBestGuess(grid, all));
  }
  return { withOrder: meanOf(certainties.withOrder), withoutOrder: meanOf(certainties.withoutOrder) };
}

/** There are only eight combinations of directions: each is worked out once. */
function orderTables(grid: readonly Cell[]): (cues: Cues) => readonly number[] {
  const tables = new Map<string, number[]>();
  return (cues) => {
    const key = ORDER_CUE_NAMES.map((name) => cues.order[name]).join();
    const table = tables.get(key) ?? grid.map((cell) => logLikelihoodOfOrder(cues, cell));
    tables.set(key, table);
    return table;
  };
}

function meanOf(values: readonly number[]): Accuracy {
  const accuracy = values.reduce((sum, x) => sum + x, 0) / values.length;
  const variance = values.reduce((sum, x) => sum + (x - accuracy) ** 2, 0) / (values.length - 1);
  return { accuracy, standardError: Math.sqrt(variance / values.length) };
}
