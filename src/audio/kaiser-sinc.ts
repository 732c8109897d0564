/**
 * A low-pass filter as a function of time: a sinc under Kaiser's window.
 *
 * Time is counted in samples of some rate, and `cutoff` is a share of half that rate.
 */
export interface KaiserSinc {
  /** Where the gain is a half. */
  readonly cutoff: number;
  /** Shape of the window: the larger, the more is suppressed and the slower the filter falls off. */
  readonly beta: number;
  /** The filter is 0 from here on, to both sides. */
  readonly half: number;
}

/** Filters that are kept: those of the last rates. */
const KEPT = 8;

const kept = new Map<string, Float64Array>();

/**
 * The impulse response at all whole times where it is not 0, the middle one at time 0; times `gain`. The array is kept for
 * the next call: it must not be changed.
 */
export function kaiserSincTaps(filter: KaiserSinc, gain: number): Float64Array {
  const key = `${filter.cutoff} ${filter.beta} ${filter.half} ${gain}`;
  const taps = kept.get(key) ?? makeTaps(filter, gain);
  // Last in, last out.
  kept.delete(key);
  kept.set(key, taps);
  const [oldest] = kept.keys();
  if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
  return taps;
}

function makeTaps(filter: KaiserSinc, gain: number): Float64Array {
  const reach = Math.ceil(filter.half) - 1;
  return Float64Array.from({ length: 2 * reach + 1 }, (_, i) => gain * kaiserSinc(filter, i - reach));
}

/** The impulse response at one time. Its integral is 1. */
export function kaiserSinc({ cutoff, beta, half }: KaiserSinc, time: number): number {
  const inside = 1 - (time / half) ** 2;
  if (inside <= 0) return 0;
  const x = Math.PI * cutoff * time;
  const sinc = Math.abs(x) < 1e-9 ? cutoff : (cutoff * Math.sin(x)) / x;
  return (sinc * besselI0(beta * Math.sqrt(inside))) / besselI0(beta);
}

/** The modified Bessel function of the first kind and order 0, by its power series. */
function besselI0(x: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; term > 1e-17 * sum; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}
