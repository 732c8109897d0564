import { QuadrantError } from "../../errors";

/** A window by scipy's name, or its values. */
export type Window = "hann" | "hamming" | "blackman" | "ones" | Float64Array;

/** Each as a sum of cosines: a0 - a1 cos(x) + a2 cos(2 x). */
const COSINE_SUMS: Readonly<Record<string, readonly [number, number, number]>> = {
  hann: [0.5, 0.5, 0],
  hamming: [0.54, 0.46, 0],
  blackman: [0.42, 0.5, 0.08],
  ones: [1, 0, 0],
};

/** The periodic Hann window, as scipy.signal.get_window("hann", length). */
export function hannWindow(length: number): Float64Array {
  return cosineSum([0.5, 0.5, 0], length);
}

/**
 * A periodic window of `length` samples with as many zeros before as after it, up to `nFft`.
 *
 * Follows librosa.filters.get_window and librosa.util.pad_center 0.11.0.
 *
 * @throws QuadrantError "bad-argument" for an unknown name, or values of another length
 */
export function paddedWindow(window: Window, length: number, nFft: number): Float64Array {
  const padded = new Float64Array(nFft);
  padded.set(windowValues(window, length), Math.floor((nFft - length) / 2));
  return padded;
}

function windowValues(window: Window, length: number): Float64Array {
  if (typeof window === "string") {
    const weights = COSINE_SUMS[window];
    if (weights !== undefined) return cosineSum(weights, length);
    throw new QuadrantError("bad-argument", `window = "${window}" is not known`, {
      remedy: `There are: ${Object.keys(COSINE_SUMS).join(", ")}; others can be passed as their values.`,
    });
  }
  if (window.length === length) return window;
  throw new QuadrantError("bad-argument", `window holds ${window.length} values, but winLength = ${length}`);
}

function cosineSum([a0, a1, a2]: readonly [number, number, number], length: number): Float64Array {
  return Float64Array.from({ length }, (_, i) => {
    const x = (2 * Math.PI * i) / length;
    return a0 - a1 * Math.cos(x) + a2 * Math.cos(2 * x);
  });
}
