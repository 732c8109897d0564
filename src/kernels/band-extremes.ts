import { assertAlike, defineKernel, type KernelInstance } from "./define-kernel";
import type { Frames } from "./filter-bank";
import { copyFrames, layOut } from "./kernel-memory";
import { padded } from "./padded";

/** The bins from `first` up to but not including `end`, of which `extremes` make the peak and as many the valley. */
export interface Band {
  readonly first: number;
  readonly end: number;
  /** 1 to end - first. */
  readonly extremes: number;
}

/** Both (bands, frames), row-major. */
interface PeaksAndValleys {
  readonly peaks: Float32Array;
  readonly valleys: Float32Array;
}

/** The means of the largest and of the smallest magnitudes of each band. */
type BandExtremes = (frames: Frames, bands: readonly Band[]) => PeaksAndValleys;

const plain: BandExtremes = ({ magnitude, bins, frames }, bands) => {
  const peaks = new Float32Array(bands.length * frames);
  const valleys = new Float32Array(bands.length * frames);
  for (const [b, { first, end, extremes }] of bands.entries()) {
    for (let t = 0; t < frames; t++) {
      const sorted = magnitude.slice(t * bins + first, t * bins + end).sort();
      peaks[b * frames + t] = mean(sorted.subarray(sorted.length - extremes));
      valleys[b * frames + t] = mean(sorted.subarray(0, extremes));
    }
  }
  return { peaks, valleys };
};

function mean(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Frames looked at together. */
const TILE = 4;

function fast({ memory, functions }: KernelInstance): BandExtremes {
  return ({ magnitude, bins, frames }, bands) => {
    const peaks = new Float32Array(bands.length * frames);
    const valleys = new Float32Array(bands.length * frames);
    const width = padded(bins, 4);
    const most = Math.max(...bands.map(({ extremes }) => extremes));
    const sizes = [TILE * width, TILE * width, TILE * most, 2 * TILE];
    const [rows, vectors, best, means] = layOut(memory, ...sizes);
    for (let t = 0; t < frames; t += TILE) {
      const count = Math.min(TILE, frames - t);
      copyFrames({ magnitude, bins }, t, count, rows!, width);
      functions.turn!(width, rows!.byteOffset, 4 * width, vectors!.byteOffset);
      for (const [b, { first, end, extremes }] of bands.entries()) {
        const at = vectors!.byteOffset + 16 * first;
        functions.extremes!(end - first, at, extremes, best!.byteOffset, means!.byteOffset);
        peaks.set(means!.subarray(0, count), b * frames + t);
        valleys.set(means!.subarray(TILE, TILE + count), b * frames + t);
      }
    }
    return { peaks, valleys };
  };
}

/** The computation to use in this thread. */
export const bandExtremes = defineKernel<BandExtremes>({
  name: "band-extremes",
  fast,
  plain,
  compare(compiled, reference) {
    const frames = {
      magnitude: Float32Array.from({ length: 6 * 33 }, (_, i) => Math.sin(i * i) + 2),
      bins: 33,
      frames: 6,
    };
    const bands = [
      { first: 0, end: 5, extremes: 1 },
      { first: 4, end: 33, extremes: 7 },
    ];
    const [found, expected] = [compiled(frames, bands), reference(frames, bands)];
    assertAlike("peaks", found.peaks, expected.peaks, 1e-6);
    assertAlike("valleys", found.valleys, expected.valleys, 1e-6);
  },
});
