import { type KaiserSinc, kaiserSinc } from "./kaiser-sinc";

/** Up to so many phases have filters of their own; where a ratio needs more, those of the next ones are blended. */
const MAX_PHASES = 1024;

/**
 * Changes the rate by `up` / `down` with a filter in the time domain: for short filters.
 *
 * @param y samples; zeros are taken before and after them
 * @param filter its time counted in samples of `y`
 * @param length how many results are wanted, from time 0 on
 */
export function polyphase(
  y: Float32Array,
  { up, down }: { readonly up: number; readonly down: number },
  filter: KaiserSinc,
  length: number,
): Float32Array {
  const reach = Math.ceil(filter.half);
  const width = 2 * reach;
  const phases = Math.min(up, MAX_PHASES);
  const table = phaseTable(filter, phases, reach);
  const blended = phases < up;
  const out = new Float32Array(length);
  const taps = new Float32Array(width);
  for (let n = 0; n < length; n++) {
    // Time of the result in samples of y: a whole part and a remainder out of `up`.
    const whole = Math.floor((n * down) / up);
    const phase = ((n * down - whole * up) * phases) / up;
    let row = Math.floor(phase) * width;
    let filters = table;
    if (blended) {
      blend(table, row, width, phase - Math.floor(phase), taps);
      filters = taps;
      row = 0;
    }
    const first = whole - reach + 1;
    const from = Math.max(0, -first);
    const to = Math.min(width, y.length - first);
    let sum = 0;
    for (let i = from; i < to; i++) sum += filters[row + i]! * y[first + i]!;
    out[n] = sum;
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

function blend(table: Float32Array, row: number, width: number, share: number, taps: Float32Array): void {
  for (let i = 0; i < width; i++) taps[i] = table[row + i]! * (1 - share) + table[row + width + i]! * share;
}
