import { QuadrantError } from "../../errors";

/** How an octave is divided: by name, as in librosa, or as ratios in ascending order, from 1 to below 2. */
export type Intervals = "equal" | "pythagorean" | "ji3" | "ji5" | "ji7" | readonly number[];

const PRIMES = { pythagorean: [3], ji3: [3], ji5: [3, 5], ji7: [3, 5, 7] } as const;

/** Distances are compared after rounding to this, as in librosa, so that ties are ties. */
const DISTANCE_STEP = 1e6;

/** Distances nearer than this share of the larger are a tie: numpy.isclose. */
const TIE = 1e-5;

/**
 * The ratios of one octave, ascending from 1: `binsPerOctave` of them, as librosa.interval_frequencies makes them.
 *
 * @throws QuadrantError "bad-argument" for an unknown name and for ratios that are not ascending in 1 to 2
 */
export function intervalRatios(intervals: Intervals, binsPerOctave: number): Float64Array {
  if (intervals === "equal") return Float64Array.from({ length: binsPerOctave }, (_, i) => 2 ** (i / binsPerOctave));
  if (intervals === "pythagorean") return pythagoreanIntervals(binsPerOctave);
  if (typeof intervals !== "string") return checkRatios(intervals);
  if (!(intervals in PRIMES)) {
    throw new QuadrantError("bad-argument", `intervals = ${intervals}, which is unknown`, {
      remedy: `There are equal, ${Object.keys(PRIMES).join(", ")}, and lists of ratios.`,
    });
  }
  return plimitIntervals(PRIMES[intervals], binsPerOctave);
}

function checkRatios(ratios: readonly number[]): Float64Array {
  const ascending = ratios.every((ratio, i) => ratio >= 1 && ratio < 2 && (i === 0 || ratio > ratios[i - 1]!));
  if (ratios.length > 0 && ascending) return Float64Array.from(ratios);
  throw new QuadrantError("bad-argument", `intervals = [${ratios}], but ratios must ascend from 1 to below 2`);
}

/** Stacked fifths, folded into one octave; as librosa.pythagorean_intervals. */
export function pythagoreanIntervals(binsPerOctave = 12): Float64Array {
  return foldedIntoOctave(Float64Array.from({ length: binsPerOctave }, (_, i) => i * Math.log2(3)));
}

/**
 * The just intonation of the given primes, as librosa.plimit_intervals: a crystal that grows from the unison by the
 * point that lies nearest to all points so far (Tenney 2008).
 */
export function plimitIntervals(primes: readonly number[], binsPerOctave = 12): Float64Array {
  const logs = primes.map(Math.log2);
  const seeds = primes.flatMap((_, i) => [unit(primes.length, i, 1), unit(primes.length, i, -1)]);
  const crystal: Point[] = [primes.map(() => 0)];
  const frontier = [...seeds];
  while (crystal.length < binsPerOctave) {
    const point = frontier.splice(nearest(frontier, crystal, logs), 1)[0]!;
    crystal.push(point);
    for (const seed of seeds) {
      const next = point.map((power, i) => power + seed[i]!);
      if (![...crystal, ...frontier].some((known) => known.every((power, i) => power === next[i]))) frontier.push(next);
    }
  }
  return foldedIntoOctave(Float64Array.from(crystal, (point) => dot(point, logs)));
}

/** The exponent of each prime. */
type Point = readonly number[];

function unit(length: number, at: number, value: number): Point {
  return Array.from({ length }, (_, i) => (i === at ? value : 0));
}

function dot(a: Point, b: Point): number {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0);
}

function nearest(frontier: readonly Point[], crystal: readonly Point[], logs: Point): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (const [f, point] of frontier.entries()) {
    const distance = crystal.reduce((sum, known) => sum + harmonicDistance(logs, point, known), 0);
    const tie = Math.abs(distance - least) <= 1e-8 + TIE * Math.abs(least);
    if (distance < least || (tie && height(point, logs) < height(frontier[best]!, logs))) {
      least = distance;
      best = f;
    }
  }
  return best;
}

/** The logarithm of numerator times denominator of the interval between two points, after cancelling. */
function harmonicDistance(logs: Point, a: Point, b: Point): number {
  let sum = 0;
  for (const [i, log] of logs.entries()) {
    const common =
      Math.min(Math.max(a[i]!, 0), Math.max(b[i]!, 0)) - Math.max(Math.max(-a[i]!, 0), Math.max(-b[i]!, 0));
    sum += log * (a[i]! + b[i]! - 2 * common);
  }
  return Math.round(sum * DISTANCE_STEP) / DISTANCE_STEP;
}

function height(point: Point, logs: Point): number {
  return dot(point.map(Math.abs), logs);
}

function foldedIntoOctave(octaves: Float64Array): Float64Array {
  return octaves
    .map((value) => value - Math.floor(value))
    .sort()
    .map((value) => 2 ** value);
}
