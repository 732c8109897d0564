import { QuadrantError } from "../errors";

/** One band of an equaliser. */
export interface Band {
  /** `peaking` changes what lies around the frequency, `lowShelf` what lies below it, `highShelf` what lies above it. */
  readonly kind: "peaking" | "lowShelf" | "highShelf";
  /** Hz, above 0 and below half the sample rate. A shelf has half its decibels there. */
  readonly frequency: number;
  /** dB; above 0 for louder. */
  readonly decibels: number;
  /** How narrow the band, or how steep the shelf is; 1 / sqrt(2) by default, the steepest shelf that does not overshoot. */
  readonly q?: number | undefined;
}

/** The filter (b0 + b1 z^-1 + b2 z^-2) / (1 + a1 z^-1 + a2 z^-2). */
export interface Biquad {
  readonly b: readonly [number, number, number];
  readonly a: readonly [1, number, number];
}

/**
 * The second-order filter of a band, by the formulas of Robert Bristow-Johnson's "Audio EQ Cookbook": the bilinear
 * transform of an analogue filter that keeps its response at `frequency`.
 *
 * @throws QuadrantError "bad-argument" for a frequency, a gain or a q that cannot be
 */
export function biquad({ kind, frequency, decibels, q = Math.SQRT1_2 }: Band, sr: number): Biquad {
  checkBand({ frequency, decibels, q }, sr);
  const turn = (2 * Math.PI * frequency) / sr;
  const cos = Math.cos(turn);
  const alpha = Math.sin(turn) / (2 * q);
  const A = 10 ** (decibels / 40);
  if (kind === "peaking") {
    return normalised([1 + alpha * A, -2 * cos, 1 - alpha * A], [1 + alpha / A, -2 * cos, 1 - alpha / A]);
  }
  // A high shelf is a low one seen from the other end of the spectrum: z becomes -z, which turns cosines and odd terms.
  const sign = kind === "lowShelf" ? 1 : -1;
  const [more, less, slope] = [A + 1, A - 1, 2 * Math.sqrt(A) * alpha];
  const c = sign * cos;
  return normalised(
    [A * (more - less * c + slope), sign * 2 * A * (less - more * c), A * (more - less * c - slope)],
    [more + less * c + slope, sign * -2 * (less + more * c), more + less * c - slope],
  );
}

/**
 * Runs a filter over samples, from silence, as scipy.signal.lfilter.
 *
 * @returns as many values as `y`
 */
export function filterBiquad(y: Float32Array | Float64Array, { b, a }: Biquad): Float64Array {
  const [b0, b1, b2] = b;
  const [, a1, a2] = a;
  const out = new Float64Array(y.length);
  // Transposed direct form II: the two sums that wait for the next samples.
  let [first, second] = [0, 0];
  for (let n = 0; n < y.length; n++) {
    const x = y[n]!;
    const value = b0 * x + first;
    first = b1 * x - a1 * value + second;
    second = b2 * x - a2 * value;
    out[n] = value;
  }
  return out;
}

function normalised(b: [number, number, number], a: [number, number, number]): Biquad {
  const [a0] = a;
  return { b: [b[0] / a0, b[1] / a0, b[2] / a0], a: [1, a[1] / a0, a[2] / a0] };
}

function checkBand({ frequency, decibels, q }: Required<Omit<Band, "kind">>, sr: number): void {
  if (!(frequency > 0 && frequency < sr / 2)) {
    throw new QuadrantError("bad-argument", `frequency = ${frequency} Hz, but it must lie between 0 and ${sr / 2} Hz`);
  }
  if (!Number.isFinite(decibels)) {
    throw new QuadrantError("bad-argument", `decibels = ${decibels}, but it must be a number`);
  }
  if (!(q > 0 && Number.isFinite(q))) throw new QuadrantError("bad-argument", `q = ${q}, but it must be above 0`);
}
