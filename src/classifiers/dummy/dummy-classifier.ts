import type { Matrix } from "../../arrays";
import { MT19937 } from "../../random";
import { argmaxRows, checkFit, type ProbabilisticClassifier } from "../classifier";
import { LabelModel } from "../label-model";

type DummyStrategy = "prior" | "most_frequent" | "stratified" | "uniform";

/** scikit-learn's names and defaults. */
export interface DummyClassifierOptions {
  /**
   * "prior" and "most_frequent" always answer with the most frequent label (they differ in predictProba);
   * "stratified" draws labels by their share of the training rows, "uniform" draws each as often.
   */
  readonly strategy?: DummyStrategy;
  /** Seeds the draws; every call of predict starts from it. */
  readonly randomState?: number;
}

/**
 * A floor that looks at no column, as scikit-learn 1.9's DummyClassifier, draws included: what cannot beat it has
 * learnt nothing.
 */
export class DummyClassifier
  extends LabelModel<Required<DummyClassifierOptions>, { classes: Int32Array; prior: Float64Array }>
  implements ProbabilisticClassifier
{
  constructor({ strategy = "prior", randomState = 0 }: DummyClassifierOptions = {}) {
    super({ strategy, randomState });
  }

  fit(X: Matrix, y: ArrayLike<number>): this {
    const { classes, counts } = checkFit(X, y, "DummyClassifier", 1);
    this.learnt = { classes, prior: Float64Array.from(counts, (count) => count / y.length) };
    return this;
  }

  predict(X: Matrix): Int32Array {
    const { classes, prior } = this.fitted();
    const { strategy, randomState } = this.options;
    if (strategy === "stratified") return this.winners(X, this.predictProba(X).data);
    if (strategy === "uniform") {
      const random = new MT19937(randomState);
      return Int32Array.from({ length: X.shape[0] }, () => classes[random.integerUpTo(classes.length - 1)]!);
    }
    return new Int32Array(X.shape[0]).fill(classes[mostFrequent(prior)]!);
  }

  /** For "stratified" 1 for the label drawn and 0 for the others; "most_frequent" likewise. */
  predictProba(X: Matrix): Matrix {
    const { prior } = this.fitted();
    const { strategy, randomState } = this.options;
    const rows = X.shape[0];
    const size = prior.length;
    const data = new Float32Array(rows * size);
    const random = new MT19937(randomState);
    for (let row = 0; row < rows; row++) {
      if (strategy === "prior") data.set(prior, row * size);
      else if (strategy === "uniform") data.fill(1 / size, row * size, (row + 1) * size);
      else data[row * size + (strategy === "stratified" ? drawLabel(prior, random) : mostFrequent(prior))] = 1;
    }
    return { data, shape: [rows, size] };
  }
}

function mostFrequent(prior: Float64Array): number {
  return argmaxRows({ data: prior, shape: [1, prior.length] })[0]!;
}

/** One draw of numpy's RandomState.multinomial(1, prior): class after class is asked whether it is the one. */
function drawLabel(prior: Float64Array, random: MT19937): number {
  let left = 1;
  for (let label = 0; label < prior.length - 1; label++) {
    const share = prior[label]! / left;
    // numpy inverts the rarer outcome of the two.
    const drawn = share <= 0.5 ? random.random() > Math.exp(Math.log(1 - share)) : random.random() <= share;
    if (drawn) return label;
    left -= prior[label]!;
  }
  return prior.length - 1;
}
