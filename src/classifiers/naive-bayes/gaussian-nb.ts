import type { Matrix } from "../../arrays";
import { QuadrantError } from "../../errors";
import { checkColumns, checkFit, type ProbabilisticClassifier } from "../classifier";
import { LabelModel } from "../label-model";

/** scikit-learn's names and defaults. */
export interface GaussianNBOptions {
  /** Share of the largest column variance that is added to all variances. */
  readonly varSmoothing?: number;
  /** Of each class, in ascending order of the labels; the shares of the training rows by default. */
  readonly priors?: readonly number[] | null;
}

interface Learnt {
  readonly classes: Int32Array;
  readonly prior: Float64Array;
  /** (classes, columns) each. */
  readonly theta: Float64Array;
  readonly variance: Float64Array;
}

/**
 * Naive Bayes with a normal distribution for each column and class, as scikit-learn 1.9's GaussianNB in float64. Where
 * every column is constant the variances are 0 and all probabilities NaN, as there.
 */
export class GaussianNB extends LabelModel<Required<GaussianNBOptions>, Learnt> implements ProbabilisticClassifier {
  constructor({ varSmoothing = 1e-9, priors = null }: GaussianNBOptions = {}) {
    if (!(varSmoothing >= 0)) {
      throw new QuadrantError("bad-argument", `varSmoothing = ${varSmoothing}: a number of at least 0 is needed`);
    }
    if (priors !== null) {
      const sum = priors.reduce((total, prior) => total + prior, 0);
      if (Math.abs(sum - 1) > 1e-5 || priors.some((prior) => !(prior >= 0))) {
        throw new QuadrantError("bad-argument", `priors = [${priors}] sum to ${sum}: at least 0 each and 1 in sum`);
      }
    }
    super({ varSmoothing, priors });
  }

  /** (classes, columns): means. */
  get theta(): Float64Array {
    return this.fitted().theta;
  }

  /** (classes, columns): variances, smoothing included. */
  get variance(): Float64Array {
    return this.fitted().variance;
  }

  fit(X: Matrix, y: ArrayLike<number>): this {
    const { classes, codes, counts } = checkFit(X, y, "GaussianNB", 1);
    const { priors, varSmoothing } = this.options;
    if (priors !== null && priors.length !== classes.length) {
      throw new QuadrantError("bad-argument", `GaussianNB: ${priors.length} priors for ${classes.length} classes`);
    }
    const prior = Float64Array.from(priors ?? Array.from(counts, (count) => count / y.length));
    const theta = columnMeans(X, codes, counts);
    const variance = columnVariances(X, codes, counts, theta);
    const smoothing = varSmoothing * largestVariance(theta, variance, counts);
    for (let i = 0; i < variance.length; i++) variance[i]! += smoothing;
    this.learnt = { classes, prior, theta, variance };
    return this;
  }

  predict(X: Matrix): Int32Array {
    return this.winners(X, this.jointLogLikelihood(X));
  }

  predictProba(X: Matrix): Matrix {
    const k = this.fitted().classes.length;
    const scores = this.jointLogLikelihood(X);
    const data = new Float32Array(scores.length);
    for (let row = 0; row < X.shape[0]; row++) {
      const own = scores.subarray(row * k, (row + 1) * k);
      const largest = Math.max(...own);
      const shares = own.map((score) => Math.exp(score - largest));
      const sum = shares.reduce((total, share) => total + share, 0);
      for (let code = 0; code < k; code++) data[row * k + code] = shares[code]! / sum;
    }
    return { data, shape: [X.shape[0], k] };
  }

  private jointLogLikelihood(X: Matrix): Float64Array {
    const { classes, prior, theta, variance } = this.fitted();
    const k = classes.length;
    const columns = theta.length / k;
    checkColumns(X, columns, "GaussianNB");
    const constants = Float64Array.from(prior, (share, code) => {
      let sum = 0;
      for (let at = code * columns; at < (code + 1) * columns; at++) sum += Math.log(2 * Math.PI * variance[at]!);
      return Math.log(share) - sum / 2;
    });
    const precision = variance.map((value) => 1 / value);
    const { data } = X;
    const scores = new Float64Array(X.shape[0] * k);
    for (let row = 0; row < X.shape[0]; row++) {
      for (let code = 0; code < k; code++) {
        // Two sums, since each waits for itself.
        let [even, odd] = [0, 0];
        let [at, x] = [code * columns, row * columns];
        const end = x + columns;
        for (; x + 1 < end; at += 2, x += 2) {
          const deviation = data[x]! - theta[at]!;
          const next = data[x + 1]! - theta[at + 1]!;
          even += deviation * deviation * precision[at]!;
          odd += next * next * precision[at + 1]!;
        }
        if (x < end) even += (data[x]! - theta[at]!) ** 2 * precision[at]!;
        scores[row * k + code] = constants[code]! - (even + odd) / 2;
      }
    }
    return scores;
  }
}

/** The largest variance of a column over all rows, from the means and variances of the classes. */
function largestVariance(theta: Float64Array, variance: Float64Array, counts: Int32Array): number {
  const columns = theta.length / counts.length;
  const rows = counts.reduce((sum, count) => sum + count, 0);
  let largest = 0;
  for (let column = 0; column < columns; column++) {
    let mean = 0;
    for (let code = 0; code < counts.length; code++) mean += (counts[code]! / rows) * theta[code * columns + column]!;
    let sum = 0;
    for (let code = 0; code < counts.length; code++) {
      const deviation = theta[code * columns + column]! - mean;
      sum += (counts[code]! / rows) * (variance[code * columns + column]! + deviation * deviation);
    }
    largest = Math.max(largest, sum);
  }
  return largest;
}

function columnMeans({ data, shape: [rows, columns] }: Matrix, codes: Int32Array, counts: Int32Array): Float64Array {
  const means = new Float64Array(counts.length * columns);
  for (let row = 0, x = 0; row < rows; row++) {
    for (let column = 0, at = codes[row]! * columns; column < columns; column++, at++, x++) means[at]! += data[x]!;
  }
  for (let at = 0; at < means.length; at++) means[at]! /= counts[Math.floor(at / columns)]!;
  return means;
}

function columnVariances(
  { data, shape: [rows, columns] }: Matrix,
  codes: Int32Array,
  counts: Int32Array,
  means: Float64Array,
): Float64Array {
  const variances = new Float64Array(means.length);
  for (let row = 0, x = 0; row < rows; row++) {
    for (let column = 0, at = codes[row]! * columns; column < columns; column++, at++, x++) {
      const deviation = data[x]! - means[at]!;
      variances[at]! += deviation * deviation;
    }
  }
  for (let at = 0; at < variances.length; at++) variances[at]! /= counts[Math.floor(at / columns)]!;
  return variances;
}
