import { checkAlike } from "./check-alike";
import type { Optimizer, OptimizerState } from "./optimizer";

export interface AdamWOptions {
  readonly learningRate?: number;
  readonly beta1?: number;
  readonly beta2?: number;
  readonly epsilon?: number;
  /** Of every parameter, biases included, times the learning rate; not through the gradient. */
  readonly weightDecay?: number;
}

/**
 * Adam with decoupled weight decay (Loshchilov & Hutter, arXiv 1711.05101) with PyTorch's defaults and order of
 * arithmetic. It works on plain arrays, so that a step gives the same bits on every backend.
 */
export class AdamW implements Optimizer {
  learningRate: number;
  private readonly options: Required<Omit<AdamWOptions, "learningRate">>;
  private steps = 0;
  private means: Float32Array[] = [];
  private squares: Float32Array[] = [];

  constructor({ learningRate = 1e-3, ...options }: AdamWOptions = {}) {
    this.learningRate = learningRate;
    this.options = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01, ...options };
  }

  step(parameters: readonly Float32Array[], gradients: readonly Float32Array[]): void {
    if (this.steps === 0) {
      this.means = parameters.map(({ length }) => new Float32Array(length));
      this.squares = parameters.map(({ length }) => new Float32Array(length));
    }
    checkAlike("parameters", parameters, this.means);
    checkAlike("gradients", gradients, this.means);
    this.steps++;
    const { beta1, beta2, epsilon, weightDecay } = this.options;
    const decay = 1 - this.learningRate * weightDecay;
    const rate = this.learningRate / (1 - beta1 ** this.steps);
    const root = Math.sqrt(1 - beta2 ** this.steps);
    parameters.forEach((values, p) => {
      const [gradient, mean, square] = [gradients[p]!, this.means[p]!, this.squares[p]!];
      for (let i = 0; i < values.length; i++) {
        const g = gradient[i]!;
        const m = beta1 * mean[i]! + (1 - beta1) * g;
        const v = beta2 * square[i]! + (1 - beta2) * g * g;
        mean[i] = m;
        square[i] = v;
        values[i] = values[i]! * decay - (rate * m) / (Math.sqrt(v) / root + epsilon);
      }
    });
  }

  get state(): OptimizerState {
    const { steps, means, squares } = this;
    return { steps, slots: [means, squares].map((slot) => slot.map((values) => values.slice())) };
  }

  set state({ steps, slots }: OptimizerState) {
    const [means = [], squares = []] = slots;
    this.steps = steps;
    this.means = means.map((mean) => mean.slice());
    this.squares = squares.map((square) => square.slice());
  }
}
