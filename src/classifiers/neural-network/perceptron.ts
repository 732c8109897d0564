import { matrixProduct } from "../../kernels/matrix-product";
import type { MT19937 } from "../../random";
import { softmaxRows } from "../softmax";
import { type Activation, activate, logistic, multiplyBySlope } from "./activation";

/** Rows of inputs or of what a layer gives out. */
export interface Rows {
  readonly data: Float32Array | Float64Array;
  readonly shape: readonly [rows: number, columns: number];
}

/** Least and greatest probability in the loss. */
const EPSILON = Number.EPSILON;

/**
 * Fully connected layers with softmax on top, or with one logistic output for two classes. Weights are
 * float64, products of matrices float32. The loss is the
 * mean log-loss + alpha / 2 times the mean square of the weights, intercepts left out.
 */
export class Perceptron {
  /** Weights of each layer, (inputs, outputs), then the intercepts of each layer. */
  readonly parameters: Float64Array[];

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
   * The loss of some rows and its gradient.
   *
   * @param codes the class of each row
   * @returns gradients in the order of `parameters`
   */
  differentiate(X: Rows, codes: Int32Array, alpha: number): { loss: number; gradients: Float64Array[] } {
    const { parameters, units } = this;
    const layers = units.length - 1;
    const rows = X.shape[0];
    const outputs = this.forward(X);
    const last = outputs[layers]!.data as Float64Array;
    let loss = lossOf(last, codes, units[layers]!);
    for (let layer = 0; layer < layers; layer++) loss += (alpha / 2 / rows) * sumOfSquares(parameters[layer]!);
    let delta: Float64Array = last;
    for (let row = 0; row < rows; row++) {
      if (units[layers] === 1) delta[row]! -= codes[row]!;
      else delta[row * units[layers]! + codes[row]!]! -= 1;
    }
    const gradients: Float64Array[] = new Array(parameters.length);
    for (let layer = layers - 1; layer >= 0; layer--) {
      const shape = [rows, units[layer + 1]!] as const;
      const weights = parameters[layer]!;
      const slopes = matrixProduct().multiply(
        outputs[layer]!,
        { data: delta, shape },
        { transposeA: true, single: true },
      );
      for (let i = 0; i < slopes.length; i++) slopes[i] = (slopes[i]! + alpha * weights[i]!) / rows;
      gradients[layer] = slopes;
      gradients[layers + layer] = columnMeans(delta, shape);
      if (layer === 0) break;
      const W = { data: weights, shape: [units[layer]!, units[layer + 1]!] as const };
      const before = matrixProduct().multiply({ data: delta, shape }, W, { transposeB: true, single: true });
      multiplyBySlope(this.activation, outputs[layer]!.data as Float64Array, before);
      delta = before;
    }
    return { loss, gradients };
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

function sumOfSquares(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]! * values[i]!;
  return sum;
}

function columnMeans(values: Float64Array, [rows, columns]: readonly [number, number]): Float64Array {
  const means = new Float64Array(columns);
  for (let row = 0, at = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, at++) means[column]! += values[at]!;
  }
  return means.map((sum) => sum / rows);
}
