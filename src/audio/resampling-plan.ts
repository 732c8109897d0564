import type { RateChange } from "../kernels/overlap-save";
import type { KaiserSinc } from "./kaiser-sinc";

/** One step from rate to rate. `tail` is how many results beyond the end of its input the next step may need. */
export type Stage =
  | {
      readonly kind: "fft";
      readonly change: RateChange;
      /** In samples at the higher rate of the stage. */
      readonly filter: KaiserSinc;
      readonly tail: number;
    }
  | {
      readonly kind: "polyphase";
      readonly up: number;
      readonly down: number;
      /** In samples of the stage's input. */
      readonly filter: KaiserSinc;
      readonly tail: number;
    };

/** The sharp filter: its cut-off as a share of the lower half rate, and the width of its fall to one side. */
const CUTOFF = 0.956872;
const FALL = 1 - CUTOFF;

/** Kaiser's shape where the sharp filter works alone, and what each doubling of the work adds (6 dB). */
const BETA = 13.04;
const BETA_STEP = 0.671;

/** The short filter: its shape; its cut-off, a share of the lower half rate, where R = 2, and how that grows with R. */
const SHORT_BETA = 14.08;
const SHORT_CUTOFF = 1.8174;
const SHORT_SLOPE = 0.8556;

/** Half the length of the short filter in samples at the rate R. */
const SHORT_HALVES: readonly [belowR: number, half: number][] = [
  [2.1, 7.507],
  [2.5, 7.008],
  [Number.POSITIVE_INFINITY, 6],
];

/** Ratios with terms up to this need no short filter. */
const SIMPLE = 4;

/** Rates that are no whole numbers are taken to a millionth. */
const MICRO = 1e6;

/**
 * The stages by which soxr 0.1.3 resamples at its HQ setting, found by measuring its impulse responses at forty ratios.
 *
 * All its filters are Kaiser's windowed sincs. One, the sharp one, passes what both rates can hold; it runs at R times
 * the lower of the two rates, with R = 2 where that can be chosen. Where the ratio is no simple one, a short filter
 * leads from or to the odd rate, at a loss of 0.01 dB at the upper end. Rates of four times the target and more are
 * halved first, and targets of more than four times the rate are doubled last. The responses come out within 3e-7 at the
 * rates in use, and within 2e-4 where soxr blends its filters. Not known is how soxr narrows the sharp filter for targets
 * a little above four times the rate: at 5512 to 22,050 Hz the uppermost 5 % of the band differ, white noise by -29 dB.
 */
export function planResampling(origSr: number, targetSr: number): Stage[] {
  const whole = Number.isInteger(origSr) && Number.isInteger(targetSr);
  const [down, up] = lowestTerms(
    whole ? origSr : Math.round(origSr * MICRO),
    whole ? targetSr : Math.round(targetSr * MICRO),
  );
  if (up > down) return planUp(up, down);
  const ratio = down / up;
  const halvings = Math.max(0, Math.floor(Math.log2(ratio)) - 1);
  const [rest, lower] = lowestTerms(down, up * 2 ** halvings);
  return [
    ...Array.from({ length: halvings }, (_, i) => halving(ratio / 2 ** (i + 1))),
    ...planDown(lower, rest, 1 + halvings),
  ];
}

function planUp(up: number, down: number): Stage[] {
  if (up === 2 && down === 1) return [sharp(2, 2, 1)];
  if (up <= SIMPLE) return [direct(up, down, 1)];
  const ratio = up / down;
  const doublings = Math.max(0, Math.ceil(Math.log2(ratio)) - 2);
  const [middle, lower] = lowestTerms(up, down * 2 ** doublings);
  return [
    sharp(2, 2, 2 + 2 * doublings),
    short(2, 2, middle, 2 * lower),
    ...Array.from({ length: doublings }, (_, i) => doubling((ratio / 2 ** doublings) * 2 ** i)),
  ];
}

/** From `down` to `up`, which is more than a quarter of it. `work` is 1 and the halvings that went before. */
function planDown(up: number, down: number, work: number): Stage[] {
  const ratio = down / up;
  if (up === 1 && down === 2) return [sharp(2, 0.5, work)];
  if (down <= SIMPLE) return [direct(up, down, work)];
  if (ratio < 1.5) return [sharp(2 * ratio, 2, 2 * work), short(2 * ratio, 2 * ratio, up, 2 * down)];
  if (ratio < 2) return [short(2, ratio, 2 * up, down), sharp(2, 0.5, 2 * work)];
  return [sharp(ratio, 1, 2 * work), short(ratio, ratio, up, down)];
}

/** The sharp filter at `R` times the lower rate. */
function sharp(R: number, change: RateChange, work: number): Stage {
  const filter = sharpFilter(R, work);
  return { kind: "fft", change, filter, tail: Math.ceil(filter.half) };
}

/** The sharp filter in the time domain, at `up` times the rate of the input. */
function direct(up: number, down: number, work: number): Stage {
  const { cutoff, beta, half } = sharpFilter(Math.max(up, down), work);
  return { kind: "polyphase", up, down, filter: { cutoff: cutoff * up, beta, half: half / up }, tail: 0 };
}

function sharpFilter(R: number, work: number): KaiserSinc {
  const beta = BETA + BETA_STEP * Math.log2(work);
  // soxr's filters are a multiple of 4, and one, long.
  const length = 4 * Math.ceil(((2 * beta) / Math.PI / FALL) * (R / 4)) + 1;
  return { cutoff: CUTOFF / R, beta, half: length / 2 };
}

/** The short filter that goes with a sharp one at `R`, for an input of `inputR` times the lower rate. */
function short(R: number, inputR: number, up: number, down: number): Stage {
  const cutoff = SHORT_CUTOFF + SHORT_SLOPE * (R - 2);
  const half = SHORT_HALVES.find(([below]) => R < below)![1];
  const filter = { cutoff: cutoff / inputR, beta: SHORT_BETA, half: (half / R) * inputR };
  const [upTerm, downTerm] = lowestTerms(up, down);
  return { kind: "polyphase", up: upTerm, down: downTerm, filter, tail: 2 * Math.ceil(filter.half) };
}

/** Halves the rate to `R` times the lower one: flat in what the sharp filter lets through. */
function halving(R: number): Stage {
  // The fall spreads from 1 to 2 R - 1, whose mirror image is 1 again.
  const half = (SHORT_BETA / Math.PI / (R - 1)) * R * 2;
  return {
    kind: "polyphase",
    up: 1,
    down: 2,
    filter: { cutoff: 1 / 2, beta: SHORT_BETA, half },
    tail: Math.ceil(half),
  };
}

/** Doubles the rate from `R` times the lower one: the mirror image of `halving`. */
function doubling(R: number): Stage {
  const half = (SHORT_BETA / Math.PI / (R - 1)) * R;
  return {
    kind: "polyphase",
    up: 2,
    down: 1,
    filter: { cutoff: 1, beta: SHORT_BETA, half },
    tail: 2 * Math.ceil(half),
  };
}

function lowestTerms(a: number, b: number): [number, number] {
  let [divisor, rest] = [a, b];
  while (rest > 0) [divisor, rest] = [rest, divisor % rest];
  return [a / divisor, b / divisor];
}
