import type { Matrix } from "../../arrays";
import { StandardScaler } from "../../classifiers";
import { takeRows } from "../../evaluation";
import { matrixProduct } from "../../kernels/matrix-product";
import { triangular } from "../../kernels/triangular";

/** The columns of one feature: from the first up to, and without, the end. */
export interface ColumnRange {
  readonly from: number;
  readonly to: number;
}

/**
 * Ridge regression on any set of features of one fold, fast enough to be asked thousands of times.
 *
 * The inner products of clips over a set of features are the sum of those over each feature, so each feature's are
 * computed once. Columns are scaled by the training clips; the penalty grows with the number of columns (alpha = columns),
 * so that a small set is not held back more than a large one.
 */
export class FeatureKernels {
  /** Of each feature, (clips, clips): training clips first, then test clips. */
  private readonly grams: readonly Float64Array[];
  private readonly learnt: number;
  private readonly asked: number;

  /**
   * @param X (clips, columns) of the whole corpus
   * @param features the columns of each feature
   */
  constructor(
    X: Matrix,
    private readonly features: readonly ColumnRange[],
    train: readonly number[],
    test: readonly number[],
  ) {
    this.learnt = train.length;
    this.asked = test.length;
    const scaler = new StandardScaler().fit(takeRows(X, train));
    const scaled = scaler.transform(takeRows(X, [...train, ...test]));
    this.grams = features.map((range) => matrixProduct().gram(takeColumns(scaled, range)));
  }

  get size(): number {
    return this.features.length;
  }

  /** A set without features, to which they are added one by one. */
  emptySet(): FeatureSet {
    const clips = this.learnt + this.asked;
    return new FeatureSet(this.learnt, this.asked, new Float64Array(clips * clips), (feature) => {
      const { from, to } = this.features[feature]!;
      return { gram: this.grams[feature]!, columns: to - from };
    });
  }

  setOf(features: readonly number[]): FeatureSet {
    return features.reduce((set, feature) => set.add(feature), this.emptySet());
  }
}

/** What a set of features knows of the clips of a fold. */
export class FeatureSet {
  private columns = 0;

  constructor(
    private readonly learnt: number,
    private readonly asked: number,
    private readonly gram: Float64Array,
    private readonly of: (feature: number) => { readonly gram: Float64Array; readonly columns: number },
  ) {}

  add(feature: number): this {
    const { gram, columns } = this.of(feature);
    for (let i = 0; i < gram.length; i++) this.gram[i]! += gram[i]!;
    this.columns += columns;
    return this;
  }

  /** Takes from each test clip what it shows of `feature` and gives it what the test clip `other[i]` shows. */
  exchange(feature: number, other: ArrayLike<number>): FeatureSet {
    const clips = this.learnt + this.asked;
    const { gram } = this.of(feature);
    const exchanged = new FeatureSet(this.learnt, this.asked, this.gram.slice(), this.of);
    exchanged.columns = this.columns;
    for (let i = 0; i < this.asked; i++) {
      const [own, lent] = [(this.learnt + i) * clips, (this.learnt + other[i]!) * clips];
      for (let j = 0; j < this.learnt; j++) exchanged.gram[own + j]! += gram[lent + j]! - gram[own + j]!;
    }
    return exchanged;
  }

  /**
   * Ridge regression onto each target, asked about the test clips.
   *
   * @param targets (outputs, training clips)
   * @returns (outputs, test clips); the mean of the target where the set is empty
   */
  regress(targets: readonly Float64Array[]): Float64Array[] {
    const means = targets.map((target) => target.reduce((sum, value) => sum + value, 0) / this.learnt);
    if (this.columns === 0) return means.map((mean) => new Float64Array(this.asked).fill(mean));
    const clips = this.learnt + this.asked;
    const system = new Float64Array(this.learnt * this.learnt);
    for (let i = 0; i < this.learnt; i++) {
      for (let j = 0; j < this.learnt; j++) system[i * this.learnt + j] = this.gram[i * clips + j]!;
      system[i * this.learnt + i]! += this.columns;
    }
    // Positive definite, whatever the features: the penalty is a whole number of at least 1.
    const L = triangular().cholesky(system, this.learnt)!;
    const duals = new Float64Array(targets.length * this.learnt);
    targets.forEach((target, k) => {
      target.forEach((value, i) => {
        duals[k * this.learnt + i] = value - means[k]!;
      });
    });
    triangular().solveLower(L, this.learnt, duals, targets.length);
    triangular().solveUpper(L, this.learnt, duals, targets.length);
    return targets.map((_, k) =>
      Float64Array.from({ length: this.asked }, (_, i) => {
        const row = (this.learnt + i) * clips;
        let sum = means[k]!;
        for (let j = 0; j < this.learnt; j++) sum += this.gram[row + j]! * duals[k * this.learnt + j]!;
        return sum;
      }),
    );
  }

  /** The label of each test clip: that whose 1 among -1 is met best. */
  classify(labels: readonly number[], classes: number): number[] {
    const outputs = this.regress(
      Array.from({ length: classes }, (_, label) => Float64Array.from(labels, (own) => (own === label ? 1 : -1))),
    );
    return Array.from({ length: this.asked }, (_, i) => {
      let best = 0;
      for (let label = 1; label < classes; label++) if (outputs[label]![i]! > outputs[best]![i]!) best = label;
      return best;
    });
  }
}

function takeColumns({ data, shape: [rows, columns] }: Matrix, { from, to }: ColumnRange): Matrix {
  const taken = new Float32Array(rows * (to - from));
  for (let row = 0; row < rows; row++) {
    taken.set(data.subarray(row * columns + from, row * columns + to), row * (to - from));
  }
  return { data: taken, shape: [rows, to - from] };
}
