import type { Frames } from "./filter-bank";
import { padded } from "./padded";

const PAGE = 65_536;
/** Below lies what the compiler puts there. */
const BASE = 1024;
/** Of a cache line: no array shares one with another. */
const ALIGNMENT = 64;

/**
 * Lays float32 arrays of these lengths one after another into a kernel's memory, which grows where it must and is used
 * anew by the next call. Their `byteOffset` is what a kernel takes as pointer.
 *
 * The arrays hold what was there before, and die when the next call grows the memory: copy results out.
 */
export function layOut(memory: WebAssembly.Memory, ...lengths: number[]): Float32Array<ArrayBuffer>[] {
  return layOutMixed(memory, [], lengths).f32;
}

/** The same for arrays of float64, then of float32. */
export function layOutMixed(
  memory: WebAssembly.Memory,
  lengths64: readonly number[],
  lengths32: readonly number[],
): { readonly f64: Float64Array<ArrayBuffer>[]; readonly f32: Float32Array<ArrayBuffer>[] } {
  let end = BASE;
  const place = (bytes: number) => {
    const offset = end;
    end += padded(bytes, ALIGNMENT);
    return offset;
  };
  const offsets64 = lengths64.map((length) => place(8 * length));
  const offsets32 = lengths32.map((length) => place(4 * length));
  const missing = end - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
  const buffer = memory.buffer as ArrayBuffer;
  return {
    f64: offsets64.map((offset, i) => new Float64Array(buffer, offset, lengths64[i])),
    f32: offsets32.map((offset, i) => new Float32Array(buffer, offset, lengths32[i])),
  };
}

/** So many values a block: they stay in the processor's cache until they are copied. */
const BLOCK_VALUES = 65_536;

/** How many frames of `size` values are worked on at a time. */
export function blockOf(frames: number, size: number): number {
  return Math.max(1, Math.min(frames, Math.floor(BLOCK_VALUES / size)));
}

/** Copies `values` into a kernel's array and returns the pointer to it. */
export function put(array: Float32Array | Float64Array, values: ArrayLike<number>): number {
  array.set(values);
  return array.byteOffset;
}

/** Copies as many samples as `into` holds, from index `start` on; zeros lie beyond both ends of `y`. */
export function copySamples(y: Float32Array, start: number, into: Float32Array): void {
  const from = Math.min(into.length, Math.max(0, -start));
  const to = Math.max(from, Math.min(into.length, y.length - start));
  into.fill(0, 0, from);
  into.set(y.subarray(start + from, start + to), from);
  into.fill(0, to);
}

/** Copies `count` frames, from frame `first` on, into a kernel's rows of `width` values; what else these hold stays. */
export function copyFrames(
  { magnitude, bins }: Pick<Frames, "magnitude" | "bins">,
  first: number,
  count: number,
  rows: Float32Array,
  width: number,
): void {
  for (let i = 0; i < count; i++) rows.set(magnitude.subarray((first + i) * bins, (first + i + 1) * bins), i * width);
}
