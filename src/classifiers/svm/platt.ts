/** A sigmoid that turns a decision value into a probability: 1 / (1 + exp(a * value + b)). */
export interface Sigmoid {
  readonly a: number;
  readonly b: number;
}

const MAX_ITERATIONS = 100;
const SMALLEST_STEP = 1e-10;
/** Keeps the Hessian positive definite. */
const RIDGE = 1e-12;
const TOLERANCE = 1e-5;

/**
 * Platt's scaling, fitted by Newton's method with backtracking (Lin, Lin and Weng 2007), as LIBSVM does.
 *
 * @param positive which values belong to the first class
 */
export function fitSigmoid(values: Float64Array, positive: ArrayLike<boolean>): Sigmoid {
  const size = values.length;
  let positives = 0;
  for (let i = 0; i < size; i++) if (positive[i]) positives++;
  const negatives = size - positives;
  const high = (positives + 1) / (positives + 2);
  const low = 1 / (negatives + 2);
  const targets = Float64Array.from(values, (_, i) => (positive[i] ? high : low));
  const loss = (a: number, b: number): number => {
    let sum = 0;
    for (let i = 0; i < size; i++) {
      const z = values[i]! * a + b;
      sum += z >= 0 ? targets[i]! * z + Math.log(1 + Math.exp(-z)) : (targets[i]! - 1) * z + Math.log(1 + Math.exp(z));
    }
    return sum;
  };
  let a = 0;
  let b = Math.log((negatives + 1) / (positives + 1));
  let value = loss(a, b);
  for (let iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
    let h11 = RIDGE;
    let h22 = RIDGE;
    let h21 = 0;
    let g1 = 0;
    let g2 = 0;
    for (let i = 0; i < size; i++) {
      const p = sigmoid({ a, b }, values[i]!);
      const curvature = p * (1 - p);
      const slope = targets[i]! - p;
      h11 += values[i]! ** 2 * curvature;
      h22 += curvature;
      h21 += values[i]! * curvature;
      g1 += values[i]! * slope;
      g2 += slope;
    }
    if (Math.abs(g1) < TOLERANCE && Math.abs(g2) < TOLERANCE) break;
    const determinant = h11 * h22 - h21 * h21;
    const stepA = -(h22 * g1 - h21 * g2) / determinant;
    const stepB = -(h11 * g2 - h21 * g1) / determinant;
    const descent = g1 * stepA + g2 * stepB;
    let step = 1;
    for (; step >= SMALLEST_STEP; step /= 2) {
      const candidate = loss(a + step * stepA, b + step * stepB);
      if (candidate < value + 1e-4 * step * descent) {
        a += step * stepA;
        b += step * stepB;
        value = candidate;
        break;
      }
    }
    if (step < SMALLEST_STEP) break;
  }
  return { a, b };
}

/** Probability of the first class, without overflow. */
export function sigmoid({ a, b }: Sigmoid, value: number): number {
  const z = value * a + b;
  return z >= 0 ? Math.exp(-z) / (1 + Math.exp(-z)) : 1 / (1 + Math.exp(z));
}

/**
 * Class probabilities from those of each pair (Wu, Lin and Weng 2004, second method), as LIBSVM couples them.
 *
 * @param pairs (classes, classes): entry i, j the probability of i where it is either i or j
 */
export function couplePairs(pairs: Float64Array, classes: number): Float64Array {
  const k = classes;
  const p = new Float64Array(k).fill(1 / k);
  const Q = new Float64Array(k * k);
  for (let t = 0; t < k; t++) {
    for (let j = 0; j < k; j++) {
      if (j === t) continue;
      Q[t * k + t]! += pairs[j * k + t]! ** 2;
      Q[t * k + j] = -pairs[j * k + t]! * pairs[t * k + j]!;
    }
  }
  const product = new Float64Array(k);
  for (let iteration = 0; iteration < Math.max(MAX_ITERATIONS, k); iteration++) {
    let whole = 0;
    for (let t = 0; t < k; t++) {
      product[t] = 0;
      for (let j = 0; j < k; j++) product[t]! += Q[t * k + j]! * p[j]!;
      whole += p[t]! * product[t]!;
    }
    if (product.every((value) => Math.abs(value - whole) < 0.005 / k)) break;
    for (let t = 0; t < k; t++) {
      const own = Q[t * k + t]!;
      const change = (whole - product[t]!) / own;
      p[t]! += change;
      whole = (whole + change * (change * own + 2 * product[t]!)) / (1 + change) / (1 + change);
      for (let j = 0; j < k; j++) {
        product[j] = (product[j]! + change * Q[t * k + j]!) / (1 + change);
        p[j]! /= 1 + change;
      }
    }
  }
  return p;
}
