import { fir } from "../kernels/fir";
import { type KaiserSinc, kaiserSinc } from "./kaiser-sinc";

/** Up to so many phases have filters of their own; where a ratio needs more, those of the next ones are blended. */
const MAX_PHASES = 1024;

interface Ratio {
  readonly up: number;
  readonly down: number;
}

/**
 * Changes the rate by `up` / `down` with a filter in the time domain: for short filters.
 *
 * @param filter its time counted in samples of the input
 * @returns a function of samples, before and after which zeros are taken, and of how many results are wanted, from time 0 on
 */
export function polyphaseFilter(
  { up, down }: Ratio,
  filter: KaiserSinc,
): (y: Float32Array, length: number) => Float32Array {
  const reach = Math.ceil(filter.half);
  const width = 2 * reach;
  const phases = Math.min(up, MAX_PHASES);
  const taps = phaseTable(filter, phases, reach);
  return (y, length) => {
    const last = Math.floor(((length - 1) * down) / up);
    const padded = new Float32Array(last + width);
    padded.set(y.subarray(0, Math.min(y.length, padded.length - reach + 1)), reach - 1);
    return phases < up
      ? blendedPhases(padded, { up, down }, taps, width, length)
      : fir().polyphase(padded, { up, down, width, taps }, length);
  };
}

function blendedPhases(
  padded: Float32Array,
  { up, down }: Ratio,
  table: Float32Array,
  width: number,
  length: number,
): Float32Array {
  const phases = table.length / width - 1;
  const out = new Float32Array(length);
  for (let n = 0; n < length; n++) {
    const whole = Math.floor((n * down) / up);
    const phase = ((n * down - whole * up) * phases) / up;
    const row = Math.floor(phase) * width;
    const next = row + width;
    const share = phase - Math.floor(phase);
    let sum = 0;
    let nextSum = 0;
    for (let i = 0; i < width; i++) {
      sum += table[row + i]! * padded[whole + i]!;
      nextSum += table[next + i]! * padded[whole + i]!;
    }
    out[n] = sum * (1 - share) + nextSum * share;
  }
  return out;
}

/** For each phase the filter's values at the `2 * reach` samples around a result, and one row more to blend with. */
function phaseTable(filter: KaiserSinc, phases: number, reach: number): Float32Array {
  const width = 2 * reach;
  const table = new Float32Array((phases + 1) * width);
  for (let phase = 0; phase <= phases; phase++) {
    for (let i = 0; i < width; i++) {
      table[phase * width + i] = kaiserSinc(filter, phase / phases + reach - 1 - i);
    }
  }
  return table;
}
