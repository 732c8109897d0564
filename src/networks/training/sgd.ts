import { checkAlike } from "./check-alike";
import type { Optimizer, OptimizerState } from "./optimizer";

export interface SGDOptions {
  readonly learningRate?: number;
  /** How much of the last step is kept, 0 to 1. */
  readonly momentum?: number;
  /** How much of the gradient the momentum leaves out. */
  readonly dampening?: number;
  /** Added to the gradient, times the parameter. */
  readonly weightDecay?: number;
  readonly nesterov?: boolean;
}

/** Stochastic gradient descent with momentum, with the defaults and the arithmetic of PyTorch's. */
export class SGD implements Optimizer {
  learningRate: number;
  private readonly options: Required<Omit<SGDOptions, "learningRate">>;
  private steps = 0;
  private buffers: Float32Array[] = [];

  constructor({ learningRate = 1e-3, ...options }: SGDOptions = {}) {
    this.learningRate = learningRate;
    this.options = { momentum: 0, dampening: 0, weightDecay: 0, nesterov: false, ...options };
  }

  step(parameters: readonly Float32Array[], gradients: readonly Float32Array[]): void {
    if (this.steps === 0) this.buffers = parameters.map(({ length }) => new Float32Array(length));
    checkAlike("parameters", parameters, this.buffers);
    checkAlike("gradients", gradients, this.buffers);
    const { momentum, dampening, weightDecay, nesterov } = this.options;
    // The first step has no momentum to dampen for.
    const fresh = this.steps === 0 ? 1 : 1 - dampening;
    this.steps++;
    parameters.forEach((values, p) => {
      const [gradient, buffer] = [gradients[p]!, this.buffers[p]!];
      for (let i = 0; i < values.length; i++) {
        const slope = gradient[i]! + weightDecay * values[i]!;
        const kept = momentum * buffer[i]! + fresh * slope;
        buffer[i] = kept;
        const direction = momentum === 0 ? slope : nesterov ? slope + momentum * kept : kept;
        values[i]! -= this.learningRate * direction;
      }
    });
  }

  get state(): OptimizerState {
    return { steps: this.steps, slots: [this.buffers.map((buffer) => buffer.slice())] };
  }

  set state({ steps, slots }: OptimizerState) {
    this.steps = steps;
    this.buffers = (slots[0] ?? []).map((buffer) => buffer.slice());
  }
}
