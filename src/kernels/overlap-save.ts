import { RealFft } from "../features/spectrum/real-fft";
import { assertAlike, defineKernel, type KernelInstance } from "./define-kernel";
import { radix4Twiddles } from "./fft-tables";
import { copySamples, layOut, put } from "./kernel-memory";
import { padded } from "./padded";

/** How the rate changes in the filter: kept, doubled or halved. */
export type RateChange = 1 | 2 | 0.5;

/** Long symmetric filters. */
interface OverlapSave {
  /**
   * Filters and doubles or halves the rate on the way.
   *
   * @param y samples; zeros are taken before and after them
   * @param taps the filter at the higher of the two rates, symmetric, of odd length, its middle at time 0; must not change,
   * since its transform is kept
   * @param change 2 sets a zero after each sample first, 0.5 leaves out every second result
   * @param length how many results are wanted, from time 0 on
   */
  filter(y: Float32Array, taps: Float64Array, change: RateChange, length: number): Float32Array;
}

const plain: OverlapSave = {
  filter(y, taps, change, length) {
    const reach = (taps.length - 1) / 2;
    const out = new Float32Array(length);
    // Tap k meets the sample at (n + k - reach) of the higher rate.
    const [every, stride] = change === 2 ? [2, 1] : [1, change === 0.5 ? 2 : 1];
    for (let n = 0; n < length; n++) {
      const start = n * stride - reach;
      let sum = 0;
      for (let i = Math.max(0, Math.ceil(start / every)); i < y.length && i * every - start < taps.length; i++) {
        sum += taps[i * every - start]! * y[i]!;
      }
      out[n] = sum;
    }
    return out;
  },
};

/** Blocks that the kernel works on at once. */
const BLOCKS = 8;

/** float32 values of a point of all blocks, real and imaginary. */
const POINT_VALUES = 8;

/** What a block's ends spoil is a multiple of this, so that vectors of four are whole at half the rate as well. */
const MARGIN_STEP = 8;

function fast({ memory, functions }: KernelInstance): OverlapSave {
  return {
    filter(y, taps, change, length) {
      const points = pointsFor(taps.length);
      const reach = (taps.length - 1) / 2;
      const margin = padded(reach, MARGIN_STEP);
      const [into, outOf] = [change === 2 ? points / 2 : points, change === 0.5 ? points / 2 : points];
      const share = 1 - (2 * margin) / points;
      const [inHop, outHop] = [into * share, outOf * share];
      const inMargin = (margin * into) / points;
      const skip = (margin * outOf) / points;
      const [there, back] = [radix4Twiddles(into), radix4Twiddles(outOf)];
      const sizes = [there.length, back.length, points, points * POINT_VALUES];
      const [forward, backward, responses, work, samples, results] = layOut(
        memory,
        ...[...sizes, (BLOCKS - 1) * inHop + into, BLOCKS * outHop],
      );
      put(forward!, there);
      put(backward!, back);
      put(responses!, responsesFor(taps, points));
      const run = { 1: functions.keep, 2: functions.double, 0.5: functions.halve }[change]!;
      const backEnd = backward!.byteOffset + backward!.byteLength;
      const tables = [forward!.byteOffset, backEnd, responses!.byteOffset, work!.byteOffset];
      const out = new Float32Array(length);
      for (let start = 0, first = -inMargin; start < length; start += BLOCKS * outHop, first += BLOCKS * inHop) {
        copySamples(y, first, samples!);
        run(samples!.byteOffset, 4 * inHop, into, ...tables, skip, 4 * outHop, results!.byteOffset);
        out.set(results!.subarray(0, Math.min(results!.length, length - start)), start);
      }
      return out;
    },
  };
}

/** Points of a transform: twice a power of four, long against the filter, and small enough for the cache. */
function pointsFor(taps: number): number {
  let points = 2048;
  while (points < 4 * taps) points *= 4;
  return points;
}

const kept = new WeakMap<Float64Array, { readonly points: number; readonly responses: Float32Array }>();

function responsesFor(taps: Float64Array, points: number): Float32Array {
  const known = kept.get(taps);
  if (known?.points === points) return known.responses;
  const responses = responsesOf(taps, points);
  kept.set(taps, { points, responses });
  return responses;
}

/**
 * Sum and difference of the responses at bins k and k + points / 2, for all k in the order in which the transforms leave
 * them: with the digits of base four reversed. They are real, because the filter is symmetric about time 0, and hold the
 * factor of the transform backwards.
 */
function responsesOf(taps: Float64Array, points: number): Float32Array {
  const reach = (taps.length - 1) / 2;
  const impulse = new Float64Array(points);
  for (let k = -reach; k <= reach; k++) impulse[(k + points) % points] = taps[k + reach]! / points;
  const fft = new RealFft(points);
  fft.transform(impulse, 0, new Float64Array(points).fill(1));
  const half = points / 2;
  const responses = new Float32Array(points);
  for (let i = 0; i < half; i++) {
    let k = 0;
    for (let rest = i, digits = half; digits > 1; digits /= 4) {
      k = 4 * k + (rest % 4);
      rest = Math.floor(rest / 4);
    }
    const [low, high] = [fft.re[k]!, fft.re[half - k]!];
    responses[2 * i] = low + high;
    responses[2 * i + 1] = low - high;
  }
  return responses;
}

/** The implementation to use in this thread. */
export const overlapSave = defineKernel<OverlapSave>({
  name: "overlap-save",
  fast,
  plain,
  compare(compiled, reference) {
    const y = Float32Array.from({ length: 3000 }, (_, i) => Math.sin(i * i));
    const taps = Float64Array.from({ length: 61 }, (_, k) => Math.cos((k - 30) / 9));
    for (const change of [1, 2, 0.5] as const) {
      const expected = reference.filter(y, taps, change, 3000 * change + 20);
      assertAlike("filtered samples", compiled.filter(y, taps, change, expected.length), expected, 1e-6);
    }
  },
});
