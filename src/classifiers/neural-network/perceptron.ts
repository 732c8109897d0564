import { matrixProduct } from "../../kernels/matrix-product";
import type { MT19937 } from "../../random";
import { softmaxRows } from "../softmax";
import { type Activation, activate, logistic, multiplyBySlope } from "./activation";

/** Rows of inputs or of what a layer gives out. */
interface Rows {
  readonly data: Float32Array | Float64Array;
  readonly shape: readonly [rows: number, columns: number];
}

/** Least and greatest probability in the loss. */
const EPSILON = Number.EPSILON;

/**
 * Fully connected layers with softmax on top, or with one logistic output for two classes. Weights are
 * float64, products of matrices float32.
 */
export class Perceptron {
  /** Weights of each layer, (inputs, outputs), then the intercepts of each layer. */
  readonly parameters: Float64Array[];
  /** Their slopes, in memory that each batch uses anew. */
  private readonly slopes: Float64Array[] = [];

  /** @param units of the inputs, each hidden layer and the output */
  constructor(
    private readonly units: readonly number[],
    private readonly activation: Activation,
    parameters: readonly Float64Array[],
  ) {
    this.parameters = [...parameters];
  }

  /** Uniform weights after Glorot and Bengio (2010), drawn as scikit-learn draws them. */
  static initial(units: readonly number[], activation: Activation, random: MT19937): Perceptron {
    const weights: Float64Array[] = [];
    const intercepts: Float64Array[] = [];
    for (let layer = 0; layer + 1 < units.length; layer++) {
      const [inputs, outputs] = [units[layer]!, units[layer + 1]!];
      const bound = Math.sqrt((activation === "logistic" ? 2 : 6) / (inputs + outputs));
      const draw = (): number => -bound + 2 * bound * random.random();
      weights.push(Float64Array.from({ length: inputs * outputs }, draw));
      intercepts.push(Float64Array.from({ length: outputs }, draw));
    }
    return new Perceptron(units, activation, [...weights, ...intercepts]);
  }

  /** What the output layer gives out, (rows, outputs). */
  predict(X: Rows): Float64Array {
    return this.forward(X).at(-1)!.data as Float64Array;
  }

  /**
   * The mean log-loss of some rows, and its slopes summed over them.
   *
   * @param codes the class of each row
   * @returns slopes in the order of `parameters`, overwritten by the next call
   */
  differentiate(X: Rows, codes: Int32Array): { loss: number; slopes: readonly Float64Array[] } {
    const { parameters, units, slopes } = this;
    if (slopes.length === 0) slopes.push(...parameters.map(({ length }) => new Float64Array(length)));
    const layers = units.length - 1;
    const rows = X.shape[0];
    const outputs = this.forward(X);
    const last = outputs[layers]!.data as Float64Array;
    const loss = lossOf(last, codes, units[layers]!);
    let delta: Float64Array = last;
    for (let row = 0; row < rows; row++) {
      if (units[layers] === 1) delta[row]! -= codes[row]!;
      else delta[row * units[layers]! + codes[row]!]! -= 1;
    }
    for (let layer = layers - 1; layer >= 0; layer--) {
      const shape = [rows, units[layer + 1]!] as const;
      const into = slopes[layer]!;
      matrixProduct().multiply(outputs[layer]!, { data: delta, shape }, { transposeA: true, single: true, into });
      columnSums(delta, slopes[layers + layer]!);
      if (layer === 0) break;
      const W = { data: parameters[layer]!, shape: [units[layer]!, units[layer + 1]!] as const };
      const before = matrixProduct().multiply({ data: delta, shape }, W, { transposeB: true, single: true });
      multiplyBySlope(this.activation, outputs[layer]!.data as Float64Array, before);
      delta = before;
    }
    return { loss, slopes };
  }

  /** The inputs and what each layer gives out. */
  private forward(X: Rows): Rows[] {
    const { units, parameters, activation } = this;
    const layers = units.length - 1;
    const outputs: Rows[] = [X];
    for (let layer = 0; layer < layers; layer++) {
      const width = units[layer + 1]!;
      const W = { data: parameters[layer]!, shape: [units[layer]!, width] as const };
      const intercepts = parameters[layers + layer]!;
      const sums = matrixProduct().multiply(outputs[layer]!, W, { single: true });
      for (let row = 0, at = 0; row < X.shape[0]; row++) {
        for (let unit = 0; unit < width; unit++, at++) sums[at]! += intercepts[unit]!;
      }
      if (layer + 1 < layers) activate(activation, sums);
      else if (width === 1) logistic(sums);
      outputs.push({
        data: layer + 1 < layers || width === 1 ? sums : softmaxRows(sums, width),
        shape: [X.shape[0], width],
      });
    }
    return outputs;
  }
}

function lossOf(shares: Float64Array, codes: Int32Array, outputs: number): number {
  let sum = 0;
  for (let row = 0; row < codes.length; row++) {
    const own =
      outputs === 1 ? (codes[row] === 1 ? shares[row]! : 1 - shares[row]!) : shares[row * outputs + codes[row]!]!;
    sum -= Math.log(Math.min(Math.max(own, EPSILON), 1 - EPSILON));
  }
  return sum / codes.length;
}

function columnSums(values: Float64Array, sums: Float64Array): void {
  sums.fill(0);
  const columns = sums.length;
  for (let at = 0; at < values.length; ) {
    for (let column = 0; column < columns; column++, at++) sums[column]! += values[at]!;
  }
}
