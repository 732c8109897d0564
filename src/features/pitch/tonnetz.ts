import type { Matrix } from "../../arrays";
import { type ChromaCqtParameters, type ConstantQInput, chromaCqt } from "./chroma-cqt";
import { normaliseFrames } from "./normalise-frames";

/** Turns a semitone makes on each circle, in half turns, and the circle's radius: fifths, minor and major thirds. */
const CIRCLES = [
  { halfTurns: 7 / 6, radius: 1 },
  { halfTurns: 3 / 2, radius: 1 },
  { halfTurns: 2 / 3, radius: 0.5 },
] as const;

/**
 * The tonal centroid: where chroma lies on the circles of fifths, minor thirds and major thirds: (6, frames), x and y
 * of each, -1 to 1, the last two -0.5 to 0.5; 0 for silence.
 *
 * Follows librosa 0.11.0 (Harte, Sandler and Gasser 2006). Pass `harmonic(y)` as samples for the centroid of the
 * harmonic part, as librosa's documentation does; the study passes the samples as they are. Or pass the chroma, (12,
 * frames), that is there already.
 *
 * @throws QuadrantError "bad-argument" for empty or non-finite samples and impossible parameters
 *
 * @example
 * const fromSamples = tonnetz({ y: samples, sr: 22_050 });
 * const fromChroma = tonnetz({ chroma: chromaCqt({ y: samples }) });
 */
export function tonnetz(
  input: ConstantQInput | { readonly chroma: Matrix },
  parameters: ChromaCqtParameters = {},
): Matrix {
  const given = "chroma" in input ? input.chroma : chromaCqt(input, parameters);
  const { data, shape } = normaliseFrames({ data: given.data.slice(), shape: given.shape }, 1);
  const [classes, frames] = shape;
  const sums = new Float64Array(2 * CIRCLES.length * frames);
  for (const [i, { halfTurns, radius }] of CIRCLES.entries()) {
    for (let c = 0; c < classes; c++) {
      const angle = (Math.PI * halfTurns * 12 * c) / classes;
      const [x, y] = [radius * Math.sin(angle), radius * Math.cos(angle)];
      for (let t = 0; t < frames; t++) {
        sums[2 * i * frames + t]! += x * data[c * frames + t]!;
        sums[(2 * i + 1) * frames + t]! += y * data[c * frames + t]!;
      }
    }
  }
  return { data: Float32Array.from(sums), shape: [2 * CIRCLES.length, frames] };
}
