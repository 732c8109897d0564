import { QuadrantError } from "../../errors";
import { MT19937 } from "../../random";
import { pickRows, type Resampler, type TrainingRows } from "./training-rows";

export interface MixUpOptions {
  readonly randomState: number;
  /** Of the Beta distribution of the shares, above 0 and at most 1: near 0 rows hardly mix, with 1 all shares are alike. */
  readonly alpha?: number | undefined;
  /** How many mixed rows are added; as many as there are by default. */
  readonly rows?: number | undefined;
}

/**
 * Mix-up (Zhang et al. 2018, arXiv 1710.09412) for classifiers that know no soft labels: adds weighted means of two
 * training rows drawn at random, shares drawn from Beta(alpha, alpha).
 *
 * Each mixed row takes its label, its group and its item from one of its two rows, drawn with their shares. On average
 * over the draws the loss is that of soft labels, in which it is linear; one draw is noisier.
 */
export class MixUp implements Resampler {
  /** @throws QuadrantError "bad-argument" for an alpha or a number of rows that cannot be */
  constructor(private readonly options: MixUpOptions) {
    const { alpha = 0.4, rows = 0 } = options;
    if (!(alpha > 0 && alpha <= 1)) {
      throw new QuadrantError("bad-argument", `alpha = ${alpha}, but it must be above 0 and at most 1`);
    }
    if (!Number.isInteger(rows) || rows < 0) {
      throw new QuadrantError("bad-argument", `rows = ${rows}: a whole number of at least 0 is needed`);
    }
  }

  resample(given: TrainingRows): TrainingRows {
    const { randomState, alpha = 0.4, rows = given.items.length } = this.options;
    const random = new MT19937(randomState);
    const last = given.items.length - 1;
    const mixed = Array.from({ length: rows }, () => {
      const [first, second] = [random.integerUpTo(last), random.integerUpTo(last)];
      const share = symmetricBeta(random, alpha);
      return { first, second, share, named: random.random() < share ? first : second };
    });
    const made = pickRows(given, [...given.items.keys(), ...mixed.map(({ named }) => named)]);
    const { data } = given.X;
    const columns = given.X.shape[1];
    mixed.forEach(({ first, second, share }, i) => {
      const at = (given.items.length + i) * columns;
      for (let c = 0; c < columns; c++) {
        made.X.data[at + c] = share * data[first * columns + c]! + (1 - share) * data[second * columns + c]!;
      }
    });
    return made;
  }
}

/** Beta(alpha, alpha) for alpha up to 1 by Jöhnk's method, the draws of numpy.random.RandomState.beta. */
function symmetricBeta(random: MT19937, alpha: number): number {
  for (;;) {
    const x = random.random() ** (1 / alpha);
    const y = random.random() ** (1 / alpha);
    if (x + y > 0 && x + y <= 1) return x / (x + y);
  }
}
