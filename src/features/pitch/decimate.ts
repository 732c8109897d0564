import { fir } from "../../kernels/fir";

/** How much `decimate` divides the sampling rate by, and the same in halvings. */
export const DECIMATION = 8;
export const DECIMATION_HALVINGS = 3;

/** Up to this share of the new half rate, decimated samples are true to 1e-5. */
export const DECIMATION_PASSBAND = 0.7;

/** Kaiser's window: its shape for 110 dB, and its half length in output samples, for the passband above. */
const BETA = 0.1102 * (110 - 8.7);
const HALF_LENGTH = 12;

const taps = lowpass();

/** Samples at indices first, first + 1, ...; all others are 0. */
export interface Segment {
  /** May be negative: a low pass rings before the first sample. */
  readonly first: number;
  readonly values: Float32Array;
}

/** The samples at every eighth index after a low pass without delay. */
export function decimate({ first, values }: Segment): Segment {
  const half = HALF_LENGTH * DECIMATION;
  const from = Math.ceil((first - half) / DECIMATION);
  const to = Math.floor((first + values.length - 1 + half) / DECIMATION);
  const start = from * DECIMATION - first - half;
  return { first: from, values: fir().filter(values, taps, start, DECIMATION, to - from + 1) };
}

/** The taps sum to 1. */
function lowpass(): Float32Array {
  const half = HALF_LENGTH * DECIMATION;
  const raw = Float64Array.from({ length: 2 * half + 1 }, (_, i) => {
    const k = i - half;
    const x = (Math.PI * k) / DECIMATION;
    const sinc = k === 0 ? 1 : Math.sin(x) / x;
    return sinc * besselI0(BETA * Math.sqrt(1 - (k / (half + 1)) ** 2));
  });
  const sum = raw.reduce((a, b) => a + b, 0);
  return Float32Array.from(raw, (tap) => tap / sum);
}

/** The modified Bessel function of the first kind and order 0, by its power series. */
export function besselI0(x: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; term > 1e-17 * sum; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}
