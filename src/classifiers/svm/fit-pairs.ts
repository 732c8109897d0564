import { MT19937 } from "../../random";
import { type ClassWeight, weightsOfClasses } from "../class-weight";
import type { EncodedLabels } from "../classifier";
import type { KernelCache } from "./kernel-cache";
import { calibratePair, type PairProblem, type PairSettings, trainPair } from "./pair-model";

interface FitPairsOptions extends PairSettings {
  readonly C: number;
  readonly probability: boolean;
  readonly classWeight: ClassWeight;
  readonly randomState: number;
}

/** What was learnt of all pairs of classes, in LIBSVM's layout and signs. */
export interface FittedPairs {
  /** Training rows that are support vectors, those of the first class first. */
  readonly support: Int32Array;
  /** How many of each class. */
  readonly nSupport: Int32Array;
  /** (classes - 1, support vectors). */
  readonly dualCoef: Float64Array;
  /** Of each pair of classes. */
  readonly rho: Float64Array;
  /** Slope and shift of each pair's sigmoid; empty without `probability`. */
  readonly sigmoids: Float64Array;
  readonly converged: boolean;
}

/** Trains one machine for each pair of classes, on the rows of both. */
export function fitPairs(labels: EncodedLabels, kernel: KernelCache, options: FitPairsOptions): FittedPairs {
  const rows = labels.codes.length;
  const { classes, counts } = labels;
  const weights = weightsOfClasses(options.classWeight, labels);
  const byClass = rowsByClass(labels);
  const starts = counts.map((_, k) => counts.subarray(0, k).reduce((sum, count) => sum + count, 0));
  const k = classes.length;
  const pairs = (k * (k - 1)) / 2;
  const coefficients = new Float64Array((k - 1) * rows);
  const rho = new Float64Array(pairs);
  const sigmoids = new Float64Array(options.probability ? 2 * pairs : 0);
  const seed = new MT19937(options.randomState).integerUpTo(2 ** 31 - 2);
  let converged = true;
  for (let i = 0, pair = 0; i < k; i++) {
    for (let j = i + 1; j < k; j++, pair++) {
      const problem = pairProblem(byClass[i]!, byClass[j]!, options.C * weights[i]!, options.C * weights[j]!);
      if (options.probability) {
        const { a, b } = calibratePair(problem, kernel, options, seed);
        sigmoids.set([a, b], 2 * pair);
      }
      const model = trainPair(problem, kernel, options);
      converged &&= model.converged;
      rho[pair] = model.rho;
      coefficients.set(model.coefficients.subarray(0, counts[i]), (j - 1) * rows + starts[i]!);
      coefficients.set(model.coefficients.subarray(counts[i]), i * rows + starts[j]!);
    }
  }
  const grouped = Int32Array.from(byClass.flatMap((members) => [...members]));
  const kept = grouped.map((_, at) => at).filter((at) => someNonZero(coefficients, at, rows, k - 1));
  const support = kept.map((at) => grouped[at]!);
  const dualCoef = new Float64Array((k - 1) * kept.length);
  for (let row = 0; row < k - 1; row++) {
    kept.forEach((at, place) => {
      dualCoef[row * kept.length + place] = coefficients[row * rows + at]!;
    });
  }
  const nSupport = counts.map((count, c) => kept.filter((at) => at >= starts[c]! && at < starts[c]! + count).length);
  return { support: Int32Array.from(support), nSupport, dualCoef, rho, sigmoids, converged };
}

function rowsByClass({ classes, codes }: EncodedLabels): Int32Array[] {
  return Array.from(classes, (_, code) => Int32Array.from(codes.keys()).filter((row) => codes[row] === code));
}

function pairProblem(first: Int32Array, second: Int32Array, boundFirst: number, boundSecond: number): PairProblem {
  const size = first.length + second.length;
  const members = new Int32Array(size);
  members.set(first);
  members.set(second, first.length);
  return {
    members,
    signs: new Int8Array(size).fill(1).fill(-1, first.length),
    bounds: new Float64Array(size).fill(boundFirst).fill(boundSecond, first.length),
  };
}

function someNonZero(coefficients: Float64Array, at: number, rows: number, lines: number): boolean {
  for (let line = 0; line < lines; line++) if (coefficients[line * rows + at] !== 0) return true;
  return false;
}
