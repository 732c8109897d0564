import { checkCount } from "../spectrum/spectrum";

/**
 * Medians of a sliding window along one direction of a matrix; as scipy.ndimage.median_filter, mode "reflect".
 *
 * The window is kept in order: what leaves it is found and its place filled, by shifting, with what comes.
 *
 * @param data lines of values: value i of line l is data[l * lineStep + i * step]
 * @param size values in the window; where it is even, the larger of the two in the middle is the median
 * @returns of the same layout
 */
export function medianFilter(
  data: Float32Array,
  layout: { readonly lines: number; readonly lineStep: number; readonly length: number; readonly step: number },
  size: number,
): Float32Array {
  const { lines, lineStep, length, step } = layout;
  const rank = checkCount("size", size) >> 1;
  const source = reflectedPlaces(length, rank, size - rank - 1).map((place) => place * step);
  const medians = new Float32Array(data.length);
  const line = new Float32Array(source.length);
  const window = new Float32Array(size);
  for (let l = 0; l < lines; l++) {
    const start = l * lineStep;
    for (let i = 0; i < source.length; i++) line[i] = data[start + source[i]!]!;
    window.set(line.subarray(0, size));
    window.sort();
    medians[start] = window[rank]!;
    for (let i = 1; i < length; i++) {
      exchange(window, line[i - 1]!, line[i + size - 1]!);
      medians[start + i * step] = window[rank]!;
    }
  }
  return medians;
}

/** Where the values before, in and after a line of `length` come from: d c b a | a b c d | d c b a, on and on. */
export function reflectedPlaces(length: number, before: number, after: number): Int32Array {
  return Int32Array.from({ length: before + length + after }, (_, i) => {
    const period = 2 * length;
    const place = (((i - before) % period) + period) % period;
    return place < length ? place : period - 1 - place;
  });
}

/** Puts `incoming` in the place of `outgoing` in ordered values, and keeps them in order. */
function exchange(ordered: Float32Array, outgoing: number, incoming: number): void {
  let i = placeOf(ordered, outgoing);
  if (incoming > outgoing) {
    const last = ordered.length - 1;
    for (; i < last && ordered[i + 1]! < incoming; i++) ordered[i] = ordered[i + 1]!;
  } else {
    for (; i > 0 && ordered[i - 1]! > incoming; i--) ordered[i] = ordered[i - 1]!;
  }
  ordered[i] = incoming;
}

/** The first place whose value is at least `value`. */
function placeOf(ordered: Float32Array, value: number): number {
  let [low, high] = [0, ordered.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ordered[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
