/** How much `decimate` divides the sampling rate by, and the same in halvings. */
export const DECIMATION = 8;
export const DECIMATION_HALVINGS = 3;

/** Up to this share of the new half rate, decimated samples are true to 1e-5. */
export const DECIMATION_PASSBAND = 0.45;

/** Kaiser's window: its shape for 110 dB, and its half length in output samples, for the passband above. */
const BETA = 0.1102 * (110 - 8.7);
const HALF_LENGTH = 6;

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
  const out = new Float32Array(to - from + 1);
  for (let i = 0; i < out.length; i++) {
    const middle = (from + i) * DECIMATION - first;
    let sum = 0;
    if (middle >= half && middle + half < values.length) {
      sum = taps[0]! * values[middle]!;
      for (let k = 1; k <= half; k++) sum += taps[k]! * (values[middle - k]! + values[middle + k]!);
    } else {
      for (let k = -half; k <= half; k++) sum += taps[Math.abs(k)]! * (values[middle + k] ?? 0);
    }
    out[i] = sum;
  }
  return { first: from, values: out };
}

/** The right half of the filter, its middle first; the taps of the whole sum to 1. */
function lowpass(): Float64Array {
  const half = HALF_LENGTH * DECIMATION;
  const right = Float64Array.from({ length: half + 1 }, (_, k) => {
    const x = (Math.PI * k) / DECIMATION;
    const sinc = k === 0 ? 1 : Math.sin(x) / x;
    return sinc * besselI0(BETA * Math.sqrt(1 - (k / (half + 1)) ** 2));
  });
  const sum = 2 * right.reduce((a, b) => a + b, 0) - right[0]!;
  return right.map((tap) => tap / sum);
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
