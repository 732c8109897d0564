import type { Matrix } from "../../arrays";
import { QuadrantError } from "../../errors";
import { trainTestSplit } from "../../evaluation/splits";
import { MT19937 } from "../../random";
import { argmaxRows, checkColumns, checkFit, type ProbabilisticClassifier } from "../classifier";
import { LabelModel } from "../label-model";
import { needWhole } from "../need-whole";
import { type Part, takePart } from "../take-part";
import type { Activation } from "./activation";
import { Adam } from "./adam";
import { Perceptron } from "./perceptron";

/** scikit-learn's names and defaults, with its solver "adam". */
export interface MLPClassifierOptions {
  readonly hiddenLayerSizes?: readonly number[];
  readonly activation?: Activation;
  /** Strength of the L2 penalty. */
  readonly alpha?: number;
  /** "auto" is 200, or all rows where there are fewer. */
  readonly batchSize?: "auto" | number;
  readonly learningRateInit?: number;
  /** Passes over the rows at most. */
  readonly maxIter?: number;
  readonly shuffle?: boolean;
  readonly randomState?: number;
  readonly tol?: number;
  /** Whether to stop by the accuracy on rows held out, and to keep the weights that were best there. */
  readonly earlyStopping?: boolean;
  readonly validationFraction?: number;
  readonly beta1?: number;
  readonly beta2?: number;
  readonly epsilon?: number;
  readonly nIterNoChange?: number;
}

interface Learnt {
  readonly classes: Int32Array;
  readonly units: readonly number[];
  readonly parameters: readonly Float64Array[];
  readonly lossCurve: readonly number[];
}

/** Test rows that go through the network at once. */
const PANEL = 1024;

/**
 * A multilayer perceptron as scikit-learn 1.9's MLPClassifier(solver="adam") in float64: the same initial weights and
 * shuffles for the same randomState, so the losses agree until rounding has grown. It differs for two classes with
 * earlyStopping, where the rows held out are drawn by a seed of their own.
 */
export class MLPClassifier
  extends LabelModel<Required<MLPClassifierOptions>, Learnt>
  implements ProbabilisticClassifier
{
  constructor({
    hiddenLayerSizes = [100],
    activation = "relu",
    alpha = 1e-4,
    batchSize = "auto",
    learningRateInit = 1e-3,
    maxIter = 200,
    shuffle = true,
    randomState = 0,
    tol = 1e-4,
    earlyStopping = false,
    validationFraction = 0.1,
    beta1 = 0.9,
    beta2 = 0.999,
    epsilon = 1e-8,
    nIterNoChange = 10,
  }: MLPClassifierOptions = {}) {
    for (const size of hiddenLayerSizes) needWhole("hiddenLayerSizes", size, 1);
    needWhole("maxIter", maxIter, 1);
    needWhole("nIterNoChange", nIterNoChange, 1);
    if (batchSize !== "auto") needWhole("batchSize", batchSize, 1);
    if (!(learningRateInit > 0)) {
      throw new QuadrantError("bad-argument", `learningRateInit = ${learningRateInit}: a number above 0 is needed`);
    }
    super({
      hiddenLayerSizes,
      activation,
      alpha,
      batchSize,
      learningRateInit,
      maxIter,
      shuffle,
      randomState,
      tol,
      earlyStopping,
      validationFraction,
      beta1,
      beta2,
      epsilon,
      nIterNoChange,
    });
  }

  /** The mean loss of each pass. */
  get lossCurve(): readonly number[] {
    return this.fitted().lossCurve;
  }

  fit(X: Matrix, y: ArrayLike<number>): this {
    const { classes, codes } = checkFit(X, y, "MLPClassifier", 1);
    const { hiddenLayerSizes, activation, randomState, earlyStopping, nIterNoChange, maxIter, tol } = this.options;
    const units = [X.shape[1], ...hiddenLayerSizes, classes.length > 2 ? classes.length : 1];
    const random = new MT19937(randomState);
    const network = Perceptron.initial(units, activation, random);
    const adam = new Adam(network.parameters, units.length - 1, this.options);
    const { train, held } = this.holdOut(X, codes, classes.length, random);
    let order = Int32Array.from(train.codes.keys());
    const lossCurve: number[] = [];
    let best = earlyStopping ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
    let kept: Float64Array[] | undefined;
    let stale = 0;
    while (lossCurve.length < maxIter) {
      if (this.options.shuffle) {
        const before = order;
        order = Int32Array.from(random.permutation(order.length), (place) => before[place]!);
      }
      const loss = this.pass(network, adam, train, order);
      lossCurve.push(loss);
      if (held === undefined) {
        stale = loss > best - tol ? stale + 1 : 0;
        best = Math.min(best, loss);
      } else {
        const score = shareRight(winners(network, held.X, units.at(-1)!), held.codes);
        stale = score < best + tol ? stale + 1 : 0;
        if (score > best) {
          best = score;
          kept = network.parameters.map((values) => values.slice());
        }
      }
      if (stale > nIterNoChange) break;
    }
    const parameters = kept ?? network.parameters;
    if (!parameters.every((values) => values.every(Number.isFinite))) {
      throw new QuadrantError("bad-argument", "MLPClassifier: the weights grew beyond all bounds", {
        remedy: "Scale the columns first, or lower learningRateInit.",
      });
    }
    this.learnt = { classes, units, parameters, lossCurve };
    return this;
  }

  predict(X: Matrix): Int32Array {
    const { classes, units, parameters } = this.fitted();
    checkColumns(X, units[0]!, "MLPClassifier");
    const network = new Perceptron(units, this.options.activation, parameters);
    // A lone class is always the answer, whatever its one output says.
    return winners(network, X, units.at(-1)!).map((code) => classes[Math.min(code, classes.length - 1)]!);
  }

  predictProba(X: Matrix): Matrix {
    const { classes, units, parameters } = this.fitted();
    checkColumns(X, units[0]!, "MLPClassifier");
    const network = new Perceptron(units, this.options.activation, parameters);
    const shares = outputsOf(network, X, units.at(-1)!);
    const k = classes.length;
    if (k > 2) return { data: Float32Array.from(shares), shape: [X.shape[0], k] };
    if (k === 1) return { data: new Float32Array(X.shape[0]).fill(1), shape: [X.shape[0], 1] };
    return {
      data: Float32Array.from({ length: 2 * X.shape[0] }, (_, i) =>
        i % 2 === 1 ? shares[i >> 1]! : 1 - shares[i >> 1]!,
      ),
      shape: [X.shape[0], 2],
    };
  }

  /** One pass over the rows in this order. @returns the mean loss */
  private pass(network: Perceptron, adam: Adam, { X, codes }: Part, order: Int32Array): number {
    const { batchSize } = this.options;
    const size = Math.min(batchSize === "auto" ? 200 : batchSize, order.length);
    const room = new Float32Array(size * X.shape[1]);
    let total = 0;
    for (let from = 0; from < order.length; from += size) {
      const batch = takePart(X, codes, order.subarray(from, from + size), room);
      const rows = batch.codes.length;
      const { loss, slopes } = network.differentiate(batch.X, batch.codes);
      total += (loss + adam.step(slopes, rows)) * rows;
    }
    return total / order.length;
  }

  private holdOut(X: Matrix, codes: Int32Array, classes: number, random: MT19937): { train: Part; held?: Part } {
    const { earlyStopping, validationFraction } = this.options;
    if (!earlyStopping) return { train: { X, codes } };
    if (classes === 2) {
      const options = { testSize: validationFraction, stratify: codes, randomState: random.integerUpTo(2 ** 32 - 2) };
      const { train, test } = trainTestSplit(codes.length, options);
      return { train: takePart(X, codes, train), held: takePart(X, codes, test) };
    }
    const order = random.permutation(codes.length);
    const size = Math.ceil(validationFraction * codes.length);
    return { train: takePart(X, codes, order.slice(size)), held: takePart(X, codes, order.slice(0, size)) };
  }
}

function outputsOf(network: Perceptron, { data, shape: [rows, columns] }: Matrix, outputs: number): Float64Array {
  const all = new Float64Array(rows * outputs);
  for (let from = 0; from < rows; from += PANEL) {
    const to = Math.min(rows, from + PANEL);
    const part = data.subarray(from * columns, to * columns);
    all.set(network.predict({ data: part, shape: [to - from, columns] }), from * outputs);
  }
  return all;
}

function winners(network: Perceptron, X: Matrix, outputs: number): Int32Array {
  const shares = outputsOf(network, X, outputs);
  if (outputs === 1) return Int32Array.from(shares, (share) => (share > 0.5 ? 1 : 0));
  return argmaxRows({ data: shares, shape: [X.shape[0], outputs] });
}

function shareRight(found: Int32Array, codes: Int32Array): number {
  let right = 0;
  for (let i = 0; i < codes.length; i++) if (found[i] === codes[i]) right++;
  return right / codes.length;
}
