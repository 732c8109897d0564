import { assertAlike, defineKernel, type KernelInstance } from "./define-kernel";
import { layOut } from "./kernel-memory";
import { padded } from "./padded";

/** Filters for the times between samples, by which a rate changes by `up` / `down`. */
interface Phases {
  readonly up: number;
  readonly down: number;
  /** Taps of a filter. */
  readonly width: number;
  /** The taps of filter 0, of filter 1, ..., of filter `up` - 1 at least. */
  readonly taps: Float32Array;
}

/** Filters of finite length. */
interface Fir {
  /**
   * Result i is the sum of filter i * down mod up with the values from floor(i * down / up) on, of which there must be
   * enough.
   */
  polyphase(values: Float32Array, phases: Phases, count: number): Float32Array;
}

const plain: Fir = {
  polyphase(values, { up, down, width, taps }, count) {
    const out = new Float32Array(count);
    for (let i = 0; i < count; i++) {
      const [row, start] = [((i * down) % up) * width, Math.floor((i * down) / up)];
      let sum = 0;
      for (let k = 0; k < width; k++) sum += taps[row + k]! * values[start + k]!;
      out[i] = sum;
    }
    return out;
  },
};

/** Results that are worked on at a time: their samples stay in the processor's cache. */
const BLOCK = 2048;

function fast({ memory, functions }: KernelInstance): Fir {
  return {
    polyphase(values, { up, down, width, taps }, count) {
      const filled = padded(width, 4);
      const block = Math.min(count, BLOCK);
      const reach = Math.floor((block * down) / up) + 1 + filled;
      const [samples, table, out] = layOut(memory, reach, up * filled, block);
      table!.fill(0);
      for (let row = 0; row < up; row++) table!.set(taps.subarray(row * width, (row + 1) * width), row * filled);
      const results = new Float32Array(count);
      for (let i = 0; i < count; i += block) {
        const start = Math.floor((i * down) / up);
        const part = values.subarray(start, start + reach);
        samples!.set(part);
        samples!.fill(0, part.length);
        const now = Math.min(block, count - i);
        const steps = [4 * filled, up, down % up, (i * down) % up];
        const step = 4 * Math.floor(down / up);
        functions.polyphase!(samples!.byteOffset, step, now, table!.byteOffset, ...steps, out!.byteOffset);
        results.set(out!.subarray(0, now), i);
      }
      return results;
    },
  };
}

/** The implementation to use in this thread. */
export const fir = defineKernel<Fir>({
  name: "fir",
  fast,
  plain,
  compare(compiled, reference) {
    const values = Float32Array.from({ length: 500 }, (_, i) => Math.sin(i * i));
    const taps = Float32Array.from({ length: 37 }, (_, k) => Math.cos(k));
    for (const [up, down] of [
      [3, 2],
      [2, 5],
    ] as const) {
      const phases = { up, down, width: 6, taps };
      const [found, expected] = [compiled.polyphase(values, phases, 190), reference.polyphase(values, phases, 190)];
      assertAlike("samples between samples", found, expected, 1e-6);
    }
  },
});
