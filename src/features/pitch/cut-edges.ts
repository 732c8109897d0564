import { fir } from "../../kernels/fir";
import { besselI0, type Segment } from "./decimate";

/**
 * The half-band low pass of soxr's HQ, as measured: its cut-off as a share of the new half rate, Kaiser's shape
 * parameter, and half its length in new samples.
 */
const CUTOFF = 0.956872;
const BETA = 13.04;
const HALF_LENGTH = 97.25;

/** Samples on each side of an end, at the lower rate, that differ: as far as the low pass reaches. */
const REACH = Math.ceil(2 * HALF_LENGTH);

const taps = lowpass();

/**
 * For each number of halvings, how the signal that librosa sees differs from the signal at that rate.
 *
 * librosa halves the rate step by step, and after each step the ringing of the low pass before the first and after the
 * last sample is cut off. That matters where a clip begins or ends loud: the errors are what was cut, lowered in rate
 * along with the signal.
 *
 * @param early the first so many halvings are one step, with one cut
 */
export function edgeErrors(y: Float32Array, halvings: number, early: number): readonly (readonly Segment[])[] {
  if (halvings === 0) return [[]];
  const needed = REACH * 2 ** (halvings + 1);
  const segments =
    y.length <= 2 * needed
      ? [[0, y.length]]
      : [
          [0, needed],
          [y.length - needed, y.length],
        ];
  const chains = segments.map(([first = 0, end]) => {
    return errorsOf({ first, values: y.slice(first, end) }, y.length, halvings, early);
  });
  return Array.from({ length: halvings + 1 }, (_, h) => chains.map((chain) => chain[h]!));
}

/** The errors of one end, or of both where the segment is the whole signal. */
function errorsOf(segment: Segment, samples: number, halvings: number, early: number): Segment[] {
  const errors: Segment[] = [{ first: segment.first, values: new Float32Array(0) }];
  let seen = segment;
  let length = samples;
  const isStart = segment.first === 0;
  const isEnd = segment.first + segment.values.length === samples;
  for (let h = 1; h <= halvings; h++) {
    const halved = Math.ceil(length / 2);
    const from = isStart ? -REACH : Math.ceil((seen.first + REACH) / 2);
    const to = isEnd ? halved + REACH : Math.floor((seen.first + seen.values.length - REACH) / 2);
    const full = halve(seen, from, to);
    const error = halve(errors[h - 1]!, isStart ? -REACH : halved - REACH, isEnd ? halved + REACH : REACH);
    const cuts = h >= early;
    // One step of several halvings rounds the number of samples; librosa fills up with a zero.
    const end = h === early ? Math.round(samples / 2 ** early) : halved;
    if (cuts) {
      for (let i = 0; i < full.values.length; i++) {
        const n = full.first + i;
        if (n >= 0 && n < end) continue;
        const at = n - error.first;
        if (at >= 0 && at < error.values.length) error.values[at]! -= full.values[i]!;
        full.values[i] = 0;
      }
    }
    errors.push(error);
    seen = cuts ? crop(full, Math.max(0, from), Math.min(halved, to)) : full;
    length = halved;
  }
  return errors;
}

function crop({ first, values }: Segment, from: number, to: number): Segment {
  return { first: from, values: values.subarray(from - first, to - first) };
}

/** The samples `from` to before `to` at half the rate. */
function halve({ first, values }: Segment, from: number, to: number): Segment {
  if (values.length === 0) return { first: from, values: new Float32Array(Math.max(0, to - from)) };
  return { first: from, values: fir().filter(values, taps, 2 * from - first - REACH, 2, Math.max(0, to - from)) };
}

function lowpass(): Float32Array {
  return Float32Array.from({ length: 2 * REACH + 1 }, (_, i) => {
    const k = Math.abs(i - REACH);
    const x = (Math.PI * CUTOFF * k) / 2;
    const sinc = k === 0 ? 1 : Math.sin(x) / x;
    const inside = Math.max(0, 1 - (k / (2 * HALF_LENGTH)) ** 2);
    return ((CUTOFF / 2) * sinc * besselI0(BETA * Math.sqrt(inside))) / besselI0(BETA);
  });
}
