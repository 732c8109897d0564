import { assertAlike, defineKernel, type KernelInstance } from "./define-kernel";
import type { Frames } from "./filter-bank";
import { blockOf, copyFrames, layOut } from "./kernel-memory";

/** Where maxima are looked for, and how large they must be. */
interface MaximaSearch {
  /** The bins from `first`, at least 1, up to but not including `end`, at most bins - 1. */
  readonly first: number;
  readonly end: number;
  /** They exceed this share of their frame's largest value (float32), and this. */
  readonly share: number;
  readonly least: number;
}

export interface Maxima {
  /** Where in `magnitude` they lie, ascending: bins above the one before that are not below the one after. */
  readonly places: Int32Array;
  /** The largest value of each frame. */
  readonly largest: Float32Array;
}

type LocalMaxima = (frames: Frames, search: MaximaSearch) => Maxima;

const plain: LocalMaxima = ({ magnitude, bins, frames }, { first, end, share, least }) => {
  const found: number[] = [];
  const peaks = new Float32Array(frames);
  for (let t = 0; t < frames; t++) {
    const row = t * bins;
    for (let k = 0; k < bins; k++) peaks[t] = Math.max(peaks[t]!, magnitude[row + k]!);
    const bar = Math.max(Math.fround(least), Math.fround(Math.fround(share) * peaks[t]!));
    for (let i = row + first; i < row + end; i++) {
      const here = magnitude[i]!;
      if (here > bar && here > magnitude[i - 1]! && here >= magnitude[i + 1]!) found.push(i);
    }
  }
  return { places: Int32Array.from(found), largest: peaks };
};

function fast({ memory, functions }: KernelInstance): LocalMaxima {
  return ({ magnitude, bins, frames }, { first, end, share, least }) => {
    const largest = new Float32Array(frames);
    const width = 4 * Math.floor(bins / 4) + 8;
    const block = blockOf(frames, width);
    // Of two neighbours at most one is a maximum.
    const room = Math.max(0, (end - first + 2) >> 1);
    const [rows, list, peaks] = layOut(memory, block * width, 1 + block * room, block);
    rows!.fill(0);
    const parts: Int32Array[] = [];
    for (let t = 0; t < frames; t += block) {
      const count = Math.min(block, frames - t);
      copyFrames({ magnitude, bins }, t, count, rows!, width);
      const search = [bins, t * bins, first, end, share, least];
      functions.localMaxima!(count, rows!.byteOffset, 4 * width, ...search, list!.byteOffset, peaks!.byteOffset);
      largest.set(peaks!.subarray(0, count), t);
      const found = new Int32Array(list!.buffer, list!.byteOffset, list!.length);
      parts.push(found.slice(1, 1 + found[0]!));
    }
    const places = new Int32Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      places.set(part, at);
      at += part.length;
    }
    return { places, largest };
  };
}

/** The search to use in this thread. */
export const localMaxima = defineKernel<LocalMaxima>({
  name: "local-maxima",
  fast,
  plain,
  compare(compiled, reference) {
    for (const bins of [33, 34, 36]) {
      const magnitude = Float32Array.from({ length: 5 * bins }, (_, i) => Math.round(4 + 4 * Math.sin(i * i)));
      for (const end of [bins - 1, bins - 3]) {
        const search = { first: 2, end, share: 0.3, least: 1 };
        const frames = { magnitude, bins, frames: 5 };
        const [found, expected] = [compiled(frames, search), reference(frames, search)];
        assertAlike("places of maxima", found.places, expected.places, 0);
        assertAlike("largest values", found.largest, expected.largest, 0);
      }
    }
  },
});
