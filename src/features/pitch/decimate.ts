/** How much `decimate` divides the sampling rate by, and the same in halvings. */
export const DECIMATION = 8;
export const DECIMATION_HALVINGS = 3;

/** Up to this share of the new half rate, decimated samples are true to 1e-5. */
export const DECIMATION_PASSBAND = 0.45;

/** Kaiser's window: its shape for 110 dB, and its half length in output samples, for the passband above. */
const BETA = 0.1102 * (110 - 8.7);
const HALF_LENGTH = 6;

const taps = lowpass();

/** Every eighth sample after a low pass without delay: ceil(length / 8), with zeros beyond both ends. */
export function decimate(y: Float32Array | Float64Array): Float64Array {
  const half = HALF_LENGTH * DECIMATION;
  const out = new Float64Array(Math.ceil(y.length / DECIMATION));
  for (let i = 0; i < out.length; i++) {
    const middle = i * DECIMATION;
    let sum = taps[0]! * y[middle]!;
    if (middle >= half && middle + half < y.length) {
      for (let k = 1; k <= half; k++) sum += taps[k]! * (y[middle - k]! + y[middle + k]!);
    } else {
      for (let k = 1; k <= half; k++) sum += taps[k]! * ((y[middle - k] ?? 0) + (y[middle + k] ?? 0));
    }
    out[i] = sum;
  }
  return out;
}

/** The right half of the filter, its middle first; the taps of the whole sum to 1. */
function lowpass(): Float64Array {
  const half = HALF_LENGTH * DECIMATION;
  const right = Float64Array.from({ length: half + 1 }, (_, k) => {
    const x = (Math.PI * k) / DECIMATION;
    const sinc = k === 0 ? 1 : Math.sin(x) / x;
    return sinc * bessel(BETA * Math.sqrt(1 - (k / (half + 1)) ** 2));
  });
  const sum = 2 * right.reduce((a, b) => a + b, 0) - right[0]!;
  return right.map((tap) => tap / sum);
}

/** The modified Bessel function of the first kind and order 0, by its power series. */
function bessel(x: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; term > 1e-17 * sum; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}
