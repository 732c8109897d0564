import { QuadrantError } from "../../errors";

/** PyTorch's CosineAnnealingLR: down to `etaMin` within `tMax` epochs along half a cosine, and up again after that. */
export interface CosineSchedule {
  readonly kind: "cosine";
  /** All epochs of the training by default. */
  readonly tMax?: number;
  readonly etaMin?: number;
}

/**
 * PyTorch's ReduceLROnPlateau on the validation loss (on the training loss where there is no validation set): times
 * `factor` after more than `patience` epochs without a loss below the best one times 1 - `threshold`.
 */
export interface PlateauSchedule {
  readonly kind: "plateau";
  readonly factor?: number;
  readonly patience?: number;
  /** Relative. */
  readonly threshold?: number;
  /** Epochs after a change that do not count. */
  readonly cooldown?: number;
  readonly minLearningRate?: number;
}

/** How the learning rate changes from epoch to epoch. */
export type Schedule = { readonly kind: "constant" } | CosineSchedule | PlateauSchedule;

/** Smaller changes of the learning rate are left out, as in PyTorch. */
const SMALLEST_CHANGE = 1e-8;

/** @throws QuadrantError "bad-argument" for a number that the schedule cannot follow */
export function checkSchedule(schedule: Schedule): void {
  if (schedule.kind === "cosine" && schedule.tMax !== undefined && !(schedule.tMax > 0)) {
    throw new QuadrantError("bad-argument", `tMax is ${schedule.tMax}, not a number of epochs above 0`);
  }
  if (schedule.kind === "plateau" && schedule.factor !== undefined && !(schedule.factor > 0 && schedule.factor < 1)) {
    throw new QuadrantError("bad-argument", `factor is ${schedule.factor}, not between 0 and 1`);
  }
}

/**
 * The learning rate of the epoch that comes after those with the given losses. It follows from them alone, so that a
 * resumed run needs no other memory of its schedule.
 *
 * @param initial that of the first epoch
 * @param epochs of the whole training
 */
export function learningRateAfter(
  losses: readonly number[],
  schedule: Schedule,
  initial: number,
  epochs: number,
): number {
  if (schedule.kind === "constant") return initial;
  if (schedule.kind === "plateau") return afterPlateaus(losses, schedule, initial);
  const { tMax = epochs, etaMin = 0 } = schedule;
  return etaMin + ((initial - etaMin) * (1 + Math.cos((Math.PI * losses.length) / tMax))) / 2;
}

function afterPlateaus(
  losses: readonly number[],
  { factor = 0.1, patience = 10, threshold = 1e-4, cooldown = 0, minLearningRate = 0 }: PlateauSchedule,
  initial: number,
): number {
  let rate = initial;
  let best = Number.POSITIVE_INFINITY;
  let bad = 0;
  let cooling = 0;
  for (const loss of losses) {
    if (loss < best * (1 - threshold)) {
      best = loss;
      bad = 0;
    } else bad++;
    if (cooling > 0) {
      cooling--;
      bad = 0;
    }
    if (bad <= patience) continue;
    const lowered = Math.max(rate * factor, minLearningRate);
    if (rate - lowered > SMALLEST_CHANGE) rate = lowered;
    cooling = cooldown;
    bad = 0;
  }
  return rate;
}
