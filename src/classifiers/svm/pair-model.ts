import { MT19937 } from "../../random";
import type { KernelCache } from "./kernel-cache";
import { fitSigmoid, type Sigmoid } from "./platt";
import { solveDual } from "./solve-dual";

/** What every pair of classes is trained with. */
export interface PairSettings {
  readonly tol: number;
  readonly shrinking: boolean;
  readonly maxIter: number;
}

/** Rows of two classes; those of the first have sign +1. */
export interface PairProblem {
  readonly members: Int32Array;
  readonly signs: Int8Array;
  readonly bounds: Float64Array;
}

/** alpha * sign of each member, and the offset that is taken from the decision value. */
interface PairModel {
  readonly coefficients: Float64Array;
  readonly rho: number;
  readonly converged: boolean;
}

/** Smallest probability a pair may get. */
const LEAST = 1e-7;
const FOLDS = 5;

export function trainPair(problem: PairProblem, kernel: KernelCache, settings: PairSettings): PairModel {
  const { alpha, rho, converged } = solveDual({ ...problem, ...settings }, kernel);
  return { coefficients: alpha.map((value, i) => value * problem.signs[i]!), rho, converged };
}

/**
 * Platt's sigmoid from the decision values of five folds, as LIBSVM draws these. The folds are not stratified, and small
 * data make it disagree with the votes: that is why scikit-learn 1.9 deprecates it.
 */
export function calibratePair(
  problem: PairProblem,
  kernel: KernelCache,
  settings: PairSettings,
  seed: number,
): Sigmoid {
  const { members, signs } = problem;
  const size = members.length;
  const order = shuffled(size, seed);
  const values = new Float64Array(size);
  for (let fold = 0; fold < FOLDS; fold++) {
    const begin = Math.floor((fold * size) / FOLDS);
    const end = Math.floor(((fold + 1) * size) / FOLDS);
    const training = [...order.subarray(0, begin), ...order.subarray(end)];
    const held = order.subarray(begin, end);
    // LIBSVM sorts the labels, so that the class of sign -1 comes first here and takes the sign +1.
    const chosen = [...training.filter((i) => signs[i]! < 0), ...training.filter((i) => signs[i]! > 0)];
    const positives = training.filter((i) => signs[i]! > 0).length;
    if (positives === 0 || positives === training.length) {
      const constant = training.length === 0 ? 0 : positives > 0 ? 1 : -1;
      for (const i of held) values[i] = constant;
      continue;
    }
    const sub: PairProblem = {
      members: Int32Array.from(chosen, (i) => members[i]!),
      signs: Int8Array.from(chosen, (i) => -signs[i]!),
      bounds: Float64Array.from(chosen, (i) => problem.bounds[i]!),
    };
    const model = trainPair(sub, kernel, settings);
    for (const i of held) {
      const row = kernel.row(members[i]!);
      let sum = 0;
      for (let k = 0; k < chosen.length; k++) sum += model.coefficients[k]! * row[sub.members[k]!]!;
      values[i] = -(sum - model.rho);
    }
  }
  return fitSigmoid(
    values,
    Array.from(signs, (sign) => sign > 0),
  );
}

export function clampProbability(probability: number): number {
  return Math.min(Math.max(probability, LEAST), 1 - LEAST);
}

/** LIBSVM's shuffle in scikit-learn: MT19937 with Lemire's bounded numbers. */
function shuffled(size: number, seed: number): Int32Array {
  const random = new MT19937(seed);
  const order = Int32Array.from({ length: size }, (_, i) => i);
  for (let i = 0; i < size; i++) {
    const j = i + lemire(random, size - i);
    const kept = order[i]!;
    order[i] = order[j]!;
    order[j] = kept;
  }
  return order;
}

function lemire(random: MT19937, range: number): number {
  const threshold = 2 ** 32 % range;
  for (;;) {
    const product = random.nextUint32() * range;
    if (product % 2 ** 32 >= threshold) return Math.floor(product / 2 ** 32);
  }
}
