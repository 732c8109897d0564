import { resample } from "../../audio/resample";

/** The low pass looks at less than so many samples of the lower rate to each side. */
const REACH = 112;

/**
 * Samples at a lower rate, as librosa makes them (soxr_hq), except that silence stays silent: where the low pass sees
 * nothing but zeros there are zeros, not what its transforms round to. A chroma would make that as loud as all else.
 *
 * @param by a power of two
 */
export function lowerRate(y: Float32Array, by: number): Float32Array {
  const lowered = resample(y, by, 1);
  const reach = REACH * by;
  // A stretch of zeros that is long enough to matter holds one of these samples.
  for (let at = 0; at < y.length; at += reach) {
    if (y[at] !== 0) continue;
    let [first, end] = [at, at + 1];
    while (first > 0 && y[first - 1] === 0) first--;
    while (end < y.length && y[end] === 0) end++;
    const from = first === 0 ? 0 : Math.ceil((first + reach) / by);
    const to = end === y.length ? lowered.length : Math.floor((end - reach) / by);
    if (to > from) lowered.fill(0, from, to);
    at = Math.max(at, end - reach);
  }
  return lowered;
}
