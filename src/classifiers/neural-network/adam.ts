interface AdamOptions {
  /** Strength of the L2 penalty, half of whose squares the loss has; for those weights that are penalised. */
  readonly alpha: number;
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

  /** @param penalised how many of the arrays, from the first on, have a penalty */
  constructor(
    private readonly weights: readonly Float64Array[],
    private readonly penalised: number,
    private readonly options: AdamOptions,
  ) {
    this.first = weights.map(({ length }) => new Float64Array(length));
    this.second = weights.map(({ length }) => new Float64Array(length));
  }

  /**
   * Moves the weights against their gradients. Penalty, gradient and move are one passage over the memory.
   *
   * @param slopes sums over the rows of the loss's slopes, in the order of the weights
   * @returns what the penalties added to the mean loss before
   */
  step(slopes: readonly Float64Array[], rows: number): number {
    const { alpha, learningRateInit, beta1, beta2, epsilon } = this.options;
    this.steps++;
    const rate = (learningRateInit * Math.sqrt(1 - beta2 ** this.steps)) / (1 - beta1 ** this.steps);
    const share = 1 / rows;
    let squares = 0;
    for (const [layer, weights] of this.weights.entries()) {
      const penalty = layer < this.penalised ? alpha : 0;
      const sums = slopes[layer]!;
      const first = this.first[layer]!;
      const second = this.second[layer]!;
      for (let i = 0; i < weights.length; i++) {
        const weight = weights[i]!;
        squares += penalty * weight * weight;
        const slope = (sums[i]! + penalty * weight) * share;
        const m = beta1 * first[i]! + (1 - beta1) * slope;
        const v = beta2 * second[i]! + (1 - beta2) * (slope * slope);
        first[i] = m;
        second[i] = v;
        weights[i] = weight - (rate * m) / (Math.sqrt(v) + epsilon);
      }
    }
    return (squares / 2) * share;
  }
}
