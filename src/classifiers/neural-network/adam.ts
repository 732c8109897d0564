export interface AdamOptions {
  readonly learningRateInit: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
}

/** Adam (Kingma and Ba 2014) over several arrays of weights. */
export class Adam {
  private readonly first: Float64Array[];
  private readonly second: Float64Array[];
  private steps = 0;

  constructor(
    private readonly weights: readonly Float64Array[],
    private readonly options: AdamOptions,
  ) {
    this.first = weights.map(({ length }) => new Float64Array(length));
    this.second = weights.map(({ length }) => new Float64Array(length));
  }

  /** Moves the weights against their gradients, which come in the same order. */
  step(gradients: readonly Float64Array[]): void {
    const { learningRateInit, beta1, beta2, epsilon } = this.options;
    this.steps++;
    const rate = (learningRateInit * Math.sqrt(1 - beta2 ** this.steps)) / (1 - beta1 ** this.steps);
    gradients.forEach((gradient, layer) => {
      const weights = this.weights[layer]!;
      const first = this.first[layer]!;
      const second = this.second[layer]!;
      for (let i = 0; i < weights.length; i++) {
        const slope = gradient[i]!;
        const m = beta1 * first[i]! + (1 - beta1) * slope;
        const v = beta2 * second[i]! + (1 - beta2) * (slope * slope);
        first[i] = m;
        second[i] = v;
        weights[i]! -= (rate * m) / (Math.sqrt(v) + epsilon);
      }
    });
  }
}
