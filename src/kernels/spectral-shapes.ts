import { assertAlike, defineKernel, type KernelInstance } from "./define-kernel";
import type { Frames } from "./filter-bank";
import { blockOf, copyFrames, layOutMixed } from "./kernel-memory";
import { padded } from "./padded";

/** Numbers that describe the magnitudes of each frame. */
interface SpectralShapes {
  /** The sums of m, k m and k^2 m over the bins k: (frames, 3). */
  moments(frames: Frames): Float64Array;
  /** The sum and the mean logarithm (base e) of the squares, none below `amin`: (frames, 2). There is an odd number of bins. */
  powers(frames: Frames, amin: number): Float64Array;
  /** The first bin up to which `share` of the magnitude lies, of each frame; summed in order and in float32. */
  rolloffs(frames: Frames, share: number): Float32Array;
}

const plain: SpectralShapes = {
  moments({ magnitude, bins, frames }) {
    const out = new Float64Array(3 * frames);
    for (let t = 0; t < frames; t++) {
      const row = t * bins;
      for (let k = 0; k < bins; k++) {
        const m = magnitude[row + k]!;
        out[3 * t]! += m;
        out[3 * t + 1]! += k * m;
        out[3 * t + 2]! += k * k * m;
      }
    }
    return out;
  },

  powers({ magnitude, bins, frames }, amin) {
    const out = new Float64Array(2 * frames);
    for (let t = 0; t < frames; t++) {
      let [sum, logarithms] = [0, 0];
      for (let k = 0; k < bins; k++) {
        const power = Math.max(amin, magnitude[t * bins + k]! ** 2);
        sum += power;
        logarithms += Math.log(power);
      }
      out.set([sum, logarithms / bins], 2 * t);
    }
    return out;
  },

  rolloffs({ magnitude, bins, frames }, share) {
    const out = new Float32Array(frames);
    for (let t = 0; t < frames; t++) {
      const row = t * bins;
      let total = 0;
      for (let k = 0; k < bins; k++) total = Math.fround(total + magnitude[row + k]!);
      const threshold = Math.fround(share * total);
      let bin = 0;
      for (let sum = magnitude[row]!; sum < threshold; ) sum = Math.fround(sum + magnitude[row + ++bin]!);
      out[t] = bin;
    }
    return out;
  },
};

/** Below this a float32 amin would be no normal number. */
const LEAST_AMIN = 2 ** -126;

function fast({ memory, functions }: KernelInstance): SpectralShapes {
  /** Calls `work` block by block, with pointers to its rows and to its results. */
  function inBlocks(
    { magnitude, bins, frames }: Frames,
    results: number,
    work: (count: number, rows: number, width: number, out: number) => void,
  ): Float64Array {
    const width = padded(bins, 4);
    const block = blockOf(frames, width);
    const { f64, f32 } = layOutMixed(memory, [results * block], [block * width]);
    const [out, rows] = [f64[0]!, f32[0]!];
    const all = new Float64Array(results * frames);
    rows.fill(0);
    for (let t = 0; t < frames; t += block) {
      const count = Math.min(block, frames - t);
      copyFrames({ magnitude, bins }, t, count, rows, width);
      work(count, rows.byteOffset, 4 * width, out.byteOffset);
      all.set(out.subarray(0, results * count), results * t);
    }
    return all;
  }

  return {
    moments: (frames) => inBlocks(frames, 3, (...block) => functions.moments!(...block)),

    powers(frames, amin) {
      if (amin < LEAST_AMIN || frames.bins % 2 === 0) return plain.powers(frames, amin);
      const parts = inBlocks(frames, 3, (count, rows, width, out) =>
        functions.powers!(count, frames.bins, rows, width, amin, out),
      );
      return Float64Array.from({ length: 2 * frames.frames }, (_, i) => {
        const at = 3 * (i >> 1);
        if (i % 2 === 0) return parts[at]!;
        return (parts[at + 1]! * Math.LN2 + Math.log(parts[at + 2]!)) / frames.bins;
      });
    },

    rolloffs({ magnitude, bins, frames }, share) {
      const width = padded(bins, 4);
      const { f32 } = layOutMixed(memory, [], [4 * width, 4 * width, 4]);
      const [rows, sums, found] = f32;
      const out = new Float32Array(frames);
      for (let t = 0; t < frames; t += 4) {
        const count = Math.min(4, frames - t);
        copyFrames({ magnitude, bins }, t, count, rows!, width);
        functions.rolloffs!(bins, rows!.byteOffset, 4 * width, share, sums!.byteOffset, found!.byteOffset);
        out.set(found!.subarray(0, count), t);
      }
      return out;
    },
  };
}

/** The computation to use in this thread. */
export const spectralShapes = defineKernel<SpectralShapes>({
  name: "spectral-shapes",
  fast,
  plain,
  compare(compiled, reference) {
    const bins = 1025;
    const magnitude = Float32Array.from({ length: 6 * bins }, (_, i) => Math.sin(i * i) ** 2 * 1.01 ** (i % 500));
    const frames = { magnitude, bins, frames: 6 };
    assertAlike("moments", compiled.moments(frames), reference.moments(frames), 1e-6);
    assertAlike("powers", compiled.powers(frames, 1e-4), reference.powers(frames, 1e-4), 1e-6);
    assertAlike("rolloffs", compiled.rolloffs(frames, 0.85), reference.rolloffs(frames, 0.85), 0);
  },
});
