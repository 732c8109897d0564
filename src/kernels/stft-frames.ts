import { RealFft } from "../features/spectrum/real-fft";
import { assertAlike, defineKernel, type KernelInstance } from "./define-kernel";
import { fftTables } from "./fft-tables";
import { blockOf, copySamples, layOutMixed, put } from "./kernel-memory";

/** How frames lie on samples. */
export interface Framing {
  /** A power of two. */
  readonly nFft: number;
  readonly hopLength: number;
  readonly frames: number;
  /** The sample that frame 0 begins with; below 0, and beyond the last sample, there are zeros. */
  readonly first: number;
  /** nFft values. */
  readonly window: Float64Array;
}

/** Bins 0 to nFft / 2 of each frame, frame after frame. */
export interface Bins {
  readonly re: Float32Array;
  readonly im: Float32Array;
}

/** Short-time Fourier transforms of float32 samples, there and back. */
export interface StftFrames {
  magnitudes(y: Float32Array, framing: Framing): Float32Array;
  bins(y: Float32Array, framing: Framing): Bins;
  /** The sum of all frames, windowed: `length` samples. */
  overlapAdd(bins: Bins, framing: Framing, length: number): Float32Array;
}

/** The shortest transform whose vectors are full; shorter ones are computed in TypeScript. */
const SHORTEST = 16;

const plain: StftFrames = {
  magnitudes(y, framing) {
    const { re, im } = plain.bins(y, framing);
    return re.map((value, i) => Math.sqrt(value * value + im[i]! * im[i]!));
  },

  bins(y, { nFft, hopLength, frames, first, window }) {
    const size = nFft / 2 + 1;
    const re = new Float32Array(frames * size);
    const im = new Float32Array(frames * size);
    const fft = new RealFft(nFft);
    for (let t = 0; t < frames; t++) {
      fft.transform(y, first + t * hopLength, window);
      re.set(fft.re, t * size);
      im.set(fft.im, t * size);
    }
    return { re, im };
  },

  overlapAdd({ re, im }, { nFft, hopLength, frames, first, window }, length) {
    const sum = new Float64Array(length);
    const frame = new Float64Array(nFft);
    const fft = new RealFft(nFft);
    for (let t = 0; t < frames; t++) {
      fft.inverse(re, im, t * (nFft / 2 + 1), frame);
      const start = first + t * hopLength;
      const end = Math.min(nFft, length - start);
      for (let i = Math.max(0, -start); i < end; i++) sum[start + i]! += frame[i]! * window[i]!;
    }
    return Float32Array.from(sum);
  },
};

function fast({ memory, functions }: KernelInstance): StftFrames {
  function transform(y: Float32Array, framing: Framing, kernel: "magnitudes" | "bins"): Float32Array[] {
    const { nFft, hopLength, frames, first, window } = framing;
    const half = nFft / 2;
    const size = half + 1;
    const planes = kernel === "bins" ? 2 : 1;
    const results = Array.from({ length: planes }, () => new Float32Array(frames * size));
    const block = blockOf(frames, Math.max(size, hopLength));
    const { twiddles, turns } = fftTables(nFft);
    const { f64, f32 } = layOutMixed(
      memory,
      [nFft, twiddles.length, turns.length, 4 * half],
      [(block - 1) * hopLength + nFft, ...results.map(() => block * size)],
    );
    const [samples, ...outputs] = f32;
    const pointers = [put(f64[0]!, window), put(f64[1]!, twiddles), put(f64[2]!, turns), f64[3]!.byteOffset];
    pointers.push(...outputs.map((array) => array.byteOffset));
    for (let t = 0; t < frames; t += block) {
      const count = Math.min(block, frames - t);
      copySamples(y, first + t * hopLength, samples!);
      functions[kernel]!(half, count, samples!.byteOffset, 4 * hopLength, ...pointers);
      for (const [i, result] of results.entries()) result.set(outputs[i]!.subarray(0, count * size), t * size);
    }
    return results;
  }

  return {
    magnitudes: (y, framing) =>
      framing.nFft < SHORTEST ? plain.magnitudes(y, framing) : transform(y, framing, "magnitudes")[0]!,

    bins(y, framing) {
      if (framing.nFft < SHORTEST) return plain.bins(y, framing);
      const [re, im] = transform(y, framing, "bins");
      return { re: re!, im: im! };
    },

    overlapAdd(bins, framing, length) {
      const { nFft, hopLength, frames, first, window } = framing;
      if (nFft < SHORTEST) return plain.overlapAdd(bins, framing, length);
      const half = nFft / 2;
      const size = half + 1;
      const block = blockOf(frames, Math.max(size, hopLength));
      const { twiddles, inverseTurns } = fftTables(nFft);
      const { f64, f32 } = layOutMixed(
        memory,
        [nFft, twiddles.length, inverseTurns.length, 4 * half],
        [(block - 1) * hopLength + nFft, block * size, block * size],
      );
      const [out, re, im] = f32;
      const scaled = window.map((value) => value / half);
      const tables = [put(f64[0]!, scaled), put(f64[1]!, twiddles), put(f64[2]!, inverseTurns)];
      const pointers = [...tables, f64[3]!.byteOffset, out!.byteOffset];
      const sum = new Float32Array(length);
      for (let t = 0; t < frames; t += block) {
        const count = Math.min(block, frames - t);
        const parts = [
          put(re!, bins.re.subarray(t * size, (t + count) * size)),
          put(im!, bins.im.subarray(t * size, (t + count) * size)),
        ];
        out!.fill(0);
        functions.overlapAdd!(half, count, ...parts, 4 * hopLength, ...pointers);
        addSamples(out!.subarray(0, (count - 1) * hopLength + nFft), first + t * hopLength, sum);
      }
      return sum;
    },
  };
}

function addSamples(from: Float32Array, start: number, into: Float32Array): void {
  const end = Math.min(from.length, into.length - start);
  for (let i = Math.max(0, -start); i < end; i++) into[start + i]! += from[i]!;
}

/** The transforms to use in this thread. */
export const stftFrames = defineKernel<StftFrames>({
  name: "fft",
  fast,
  plain,
  compare(compiled, reference) {
    // One length is an odd power of two, the other an even one: they differ in their last pass.
    for (const nFft of [64, 128]) {
      const window = Float64Array.from({ length: nFft }, (_, i) => 1 + (i % 5) / 7);
      const y = Float32Array.from({ length: 3 * nFft }, (_, i) => Math.sin(i * i));
      const framing = { nFft, hopLength: nFft / 4, frames: 12, first: -nFft / 2, window };
      const expected = reference.bins(y, framing);
      const found = compiled.bins(y, framing);
      assertAlike("real parts", found.re, expected.re, 1e-6);
      assertAlike("imaginary parts", found.im, expected.im, 1e-6);
      assertAlike("magnitudes", compiled.magnitudes(y, framing), reference.magnitudes(y, framing), 1e-6);
      const back = (frames: StftFrames) => frames.overlapAdd(expected, framing, y.length);
      assertAlike("samples", back(compiled), back(reference), 1e-6);
    }
  },
});
