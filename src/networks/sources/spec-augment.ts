import { QuadrantError } from "../../errors";
import { MT19937 } from "../../random";
import type { SequenceSource } from "../sequence-source";

export interface SpecAugmentOptions {
  /** Of everything drawn; two trainings with the same seed see the same clips. */
  readonly seed: number;
  /** How many stretches of time are silenced, and the most steps of each. */
  readonly timeMasks?: number;
  readonly timeWidth?: number;
  /** How many bands of neighbouring rows are silenced, and the most rows of each. */
  readonly rowMasks?: number;
  readonly rowWidth?: number;
  /** No stretch is longer than this share of its clip: Park's p, 0 to 1. */
  readonly timeShare?: number;
}

/**
 * SpecAugment (Park et al. 2019, arXiv 1904.08779) without its time warping, which the authors found to matter least: of
 * each clip some stretches of time and some bands of rows become 0, the mean where rows are scaled. Widths are drawn
 * evenly from 0 to the given ones, places evenly over the clip.
 *
 * For training only: give the wrapped source to train on, the plain one to validate and to predict. What is drawn follows
 * from seed, epoch and item, so it differs from epoch to epoch, and not with batches or resumed runs. Read without an
 * epoch, clips are as they are.
 *
 * @throws QuadrantError "bad-argument" for numbers that cannot be
 */
export function specAugmented(
  source: SequenceSource,
  {
    seed,
    timeMasks = 2,
    timeWidth = Math.ceil(source.shape[1] / 10),
    rowMasks = 2,
    rowWidth = Math.ceil(source.shape[2] / 8),
    timeShare = 0.2,
  }: SpecAugmentOptions,
): SequenceSource {
  const [, steps, rows] = source.shape;
  for (const [name, value, most] of [
    ["seed", seed, 2 ** 32 - 1],
    ["timeMasks", timeMasks, steps],
    ["timeWidth", timeWidth, steps],
    ["rowMasks", rowMasks, rows],
    ["rowWidth", rowWidth, rows],
  ] as const) {
    if (Number.isInteger(value) && value >= 0 && value <= most) continue;
    throw new QuadrantError("bad-argument", `${name} of SpecAugment is ${value}, not a whole number from 0 to ${most}`);
  }
  if (!(timeShare >= 0 && timeShare <= 1)) {
    throw new QuadrantError("bad-argument", `timeShare of SpecAugment is ${timeShare}, not from 0 to 1`);
  }
  const { lengths, names } = source;
  return {
    shape: source.shape,
    ...(lengths === undefined ? {} : { lengths }),
    ...(names === undefined ? {} : { names }),
    async read(items, into, epoch) {
      await source.read(items, into, epoch);
      if (epoch === undefined) return;
      for (const [i, item] of items.entries()) {
        const random = new MT19937([seed, epoch, item]);
        const clip = into.subarray(i * steps * rows, (i + 1) * steps * rows);
        const length = lengths?.[item] ?? steps;
        const longest = Math.min(timeWidth, Math.floor(timeShare * length));
        for (let mask = 0; mask < timeMasks; mask++) {
          const [from, to] = stretch(random, length, longest);
          clip.fill(0, from * rows, to * rows);
        }
        for (let mask = 0; mask < rowMasks; mask++) {
          const [from, to] = stretch(random, rows, rowWidth);
          for (let step = 0; step < length; step++) clip.fill(0, step * rows + from, step * rows + to);
        }
      }
    },
  };
}

function stretch(random: MT19937, length: number, widest: number): [from: number, to: number] {
  const width = random.integerUpTo(Math.min(widest, length));
  const from = random.integerUpTo(length - width);
  return [from, from + width];
}
