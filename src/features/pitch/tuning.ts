import {
  type FeatureInput,
  fftFrequencies,
  type Spectrum,
  type StftParameters,
  spectrumOf,
} from "../spectrum/spectrum";

/** Where spectral peaks are looked for, in Hz, and which share of a frame's largest value they must exceed. */
const FMIN = 150;
const FMAX = 4000;
const PEAK_THRESHOLD = 0.1;

/** The reference of librosa.hz_to_octs: A0, in Hz. */
const A0 = 27.5;

export interface TuningParameters extends StftParameters {
  /** Width of a histogram bin as a share of a semitone; 0.01 by default. */
  readonly resolution?: number | undefined;
  /** 12 by default. */
  readonly binsPerOctave?: number | undefined;
  /** Exponent that magnitudes are raised to before peaks are looked for; 1 by default; chromaStft uses 2. */
  readonly power?: 1 | 2 | undefined;
}

/**
 * How far the music lies from A4 = 440 Hz: -0.5 to 0.5, as a share of a semitone (of 1 / binsPerOctave octave).
 *
 * Follows librosa.estimate_tuning 0.11.0: spectral peaks between 150 and 4000 Hz, refined by a parabola, of which the
 * stronger half votes. 0 where there is no peak.
 */
export function estimateTuning(input: FeatureInput, parameters: TuningParameters = {}): number {
  const { resolution = 0.01, binsPerOctave = 12, power = 1 } = parameters;
  const { pitches, heights } = spectralPeaks(spectrumOf(input, parameters), power);
  if (pitches.length === 0) return 0;
  const threshold = medianOf(heights);
  const bins = Math.ceil(1 / resolution);
  const counts = new Uint32Array(bins);
  for (let i = 0; i < pitches.length; i++) {
    if (heights[i]! < threshold) continue;
    const steps = binsPerOctave * Math.log2(pitches[i]! / A0);
    const residual = steps - Math.floor(steps);
    counts[histogramBin(residual >= 0.5 ? residual - 1 : residual, bins)]!++;
  }
  return -0.5 + counts.indexOf(Math.max(...counts)) / bins;
}

/** The bin of -0.5 to 0.5 that a value lies in; a value on an edge goes right, as in numpy.histogram. */
function histogramBin(value: number, bins: number): number {
  const bin = Math.max(0, Math.min(bins - 1, Math.floor((value + 0.5) * bins)));
  // The product may have been rounded across an edge.
  if (bin > 0 && value < -0.5 + bin / bins) return bin - 1;
  if (bin < bins - 1 && value >= -0.5 + (bin + 1) / bins) return bin + 1;
  return bin;
}

/** librosa.piptrack: the refined frequency in Hz and the height of every local maximum, frame by frame. */
function spectralPeaks({ magnitude, bins, frames, sr, nFft }: Spectrum, power: 1 | 2) {
  const frequencies = fftFrequencies(sr, nFft);
  const beyond = frequencies.findIndex((f) => f >= Math.min(FMAX, sr / 2));
  const end = Math.min(bins - 1, beyond < 0 ? bins : beyond);
  const first = frequencies.findIndex((f) => f >= FMIN);
  const pitches: number[] = [];
  const heights: number[] = [];
  for (let t = 0; t < frames; t++) {
    const row = t * bins;
    let most = 0;
    for (let k = 0; k < bins; k++) if (magnitude[row + k]! > most) most = magnitude[row + k]!;
    const least = PEAK_THRESHOLD * raise(most, power);
    for (let k = Math.max(1, first); k < end; k++) {
      const i = row + k;
      if (!(magnitude[i]! > magnitude[i - 1]! && magnitude[i]! >= magnitude[i + 1]!)) continue;
      const here = raise(magnitude[i]!, power);
      if (!(here > least)) continue;
      const before = raise(magnitude[i - 1]!, power);
      const after = raise(magnitude[i + 1]!, power);
      const slope = (after - before) / 2;
      const bend = after + before - 2 * here;
      const shift = Math.abs(slope) >= Math.abs(bend) ? 0 : -slope / bend;
      pitches.push(((k + shift) * sr) / nFft);
      heights.push(here + 0.5 * slope * shift);
    }
  }
  return { pitches, heights };
}

function raise(magnitude: number, power: 1 | 2): number {
  return power === 2 ? magnitude * magnitude : magnitude;
}

function medianOf(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
