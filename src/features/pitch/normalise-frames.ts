import type { Matrix } from "../../arrays";

/** What is made 1 in every frame: the largest absolute value, the sum of them, the root of their squares; null nothing. */
export type FrameNorm = 1 | 2 | typeof Infinity | null;

/** Frames below this are silent and stay as they are: the smallest normal float32, as in librosa.util.normalize. */
const TINY = 2 ** -126;

/** Scales every column, in place. */
export function normaliseFrames<M extends Matrix>(matrix: M, norm: FrameNorm): M {
  if (norm === null) return matrix;
  const { data, shape } = matrix;
  const [rows, frames] = shape;
  const lengths = new Float64Array(frames);
  for (let row = 0; row < rows; row++) {
    for (let t = 0; t < frames; t++) {
      const value = Math.abs(data[row * frames + t]!);
      if (norm === 1) lengths[t]! += value;
      else if (norm === 2) lengths[t]! += value * value;
      else if (value > lengths[t]!) lengths[t] = value;
    }
  }
  const scales = lengths.map((length) => {
    const size = norm === 2 ? Math.sqrt(length) : length;
    return size < TINY ? 1 : 1 / size;
  });
  for (let row = 0; row < rows; row++) {
    for (let t = 0; t < frames; t++) data[row * frames + t]! *= scales[t]!;
  }
  return matrix;
}
