import type { Matrix } from "../../arrays";
import { localMaxima, type Maxima } from "../../kernels/local-maxima";
import { sharedWork } from "../spectrum/shared-work";
import { type FeatureInput, type Spectrum, type StftParameters, spectrumOf } from "../spectrum/spectrum";

/** Names, meanings and defaults as librosa.piptrack's. */
export interface PiptrackParameters extends StftParameters {
  /** Peaks are looked for from here, in Hz; 150 by default. */
  readonly fmin?: number | undefined;
  /** To below here, in Hz; 4000 by default. */
  readonly fmax?: number | undefined;
  /** The share of a frame's largest value that a peak must exceed; 0.1 by default. */
  readonly threshold?: number | undefined;
  /** A value that peaks must exceed, instead of `threshold`. */
  readonly ref?: number | undefined;
}

/** The local maxima of all frames, one after another. */
interface SpectralPeaks {
  readonly count: number;
  /** Index of each in the spectrum. */
  readonly at: Int32Array;
  /** Hz, refined by a parabola through the bin and its neighbours. */
  readonly pitches: Float32Array;
  readonly heights: Float32Array;
}

/**
 * The pitches of a sound: refined frequencies in Hz and heights of the spectrum's local maxima, both (1 + nFft / 2,
 * frames), 0 where there is none.
 *
 * Follows librosa.piptrack 0.11.0 (Smith, Spectral Audio Signal Processing).
 *
 * @throws QuadrantError "bad-argument" for empty or non-finite samples and impossible parameters
 */
export function piptrack(
  input: FeatureInput,
  parameters: PiptrackParameters = {},
): { readonly pitches: Matrix; readonly magnitudes: Matrix } {
  const spectrum = spectrumOf(input, parameters);
  const { bins, frames } = spectrum;
  const peaks = spectralPeaks(spectrum, 1, parameters);
  const shape = [bins, frames] as const;
  const pitches = { data: new Float32Array(bins * frames), shape };
  const magnitudes = { data: new Float32Array(bins * frames), shape };
  for (let i = 0; i < peaks.count; i++) {
    const t = Math.floor(peaks.at[i]! / bins);
    const cell = (peaks.at[i]! - t * bins) * frames + t;
    pitches.data[cell] = peaks.pitches[i]!;
    magnitudes.data[cell] = peaks.heights[i]!;
  }
  return { pitches, magnitudes };
}

/** Of the bar that a peak must exceed: rounding to float32 must not lose one. */
const BELOW = 1 - 1e-6;

/** @param power exponent that magnitudes are raised to before */
export function spectralPeaks(spectrum: Spectrum, power: 1 | 2, parameters: PiptrackParameters): SpectralPeaks {
  const { magnitude, bins, sr, nFft } = spectrum;
  const { threshold = 0.1, ref } = parameters;
  const { places: candidates, largest } = maximaOf(spectrum, parameters);
  const at = new Int32Array(candidates.length);
  const pitches = new Float32Array(candidates.length);
  const heights = new Float32Array(candidates.length);
  let count = 0;
  let [rowEnd, row, least] = [0, 0, 0];
  for (let c = 0; c < candidates.length; c++) {
    const i = candidates[c]!;
    if (i >= rowEnd) {
      row = bins * Math.floor(i / bins);
      rowEnd = row + bins;
      least = ref === undefined ? threshold * raise(largest[row / bins]!, power) : Math.abs(ref);
    }
    const here = raise(magnitude[i]!, power);
    if (!(here > least)) continue;
    const before = raise(magnitude[i - 1]!, power);
    const after = raise(magnitude[i + 1]!, power);
    const slope = (after - before) / 2;
    const bend = after + before - 2 * here;
    const shift = Math.abs(slope) >= Math.abs(bend) ? 0 : -slope / bend;
    at[count] = i;
    pitches[count] = ((i - row + shift) * sr) / nFft;
    heights[count++] = here + 0.5 * slope * shift;
  }
  return { count, at, pitches, heights };
}

/** All local maxima that can be peaks, whatever the magnitudes are raised to: the same for two tunings of a spectrum. */
function maximaOf(spectrum: Spectrum, { fmin = 150, fmax = 4000, threshold = 0.1, ref }: PiptrackParameters): Maxima {
  const { bins, sr, nFft } = spectrum;
  const first = Math.max(1, Math.ceil((fmin * nFft) / sr));
  const end = Math.min(bins - 1, Math.ceil((Math.min(fmax, sr / 2) * nFft) / sr));
  const bar = ref === undefined ? Math.abs(threshold) : Math.abs(ref);
  // Squares exceed the bar where magnitudes exceed its root.
  const lower = BELOW * Math.min(bar, Math.sqrt(bar));
  const search = { first, end, share: ref === undefined ? lower : 0, least: ref === undefined ? 0 : lower };
  return sharedWork(spectrum, `maxima ${JSON.stringify(search)}`, () => localMaxima()(spectrum, search));
}

function raise(magnitude: number, power: 1 | 2): number {
  return power === 2 ? magnitude * magnitude : magnitude;
}
