import { type FeatureInput, spectrumOf } from "../spectrum/spectrum";
import { type PiptrackParameters, spectralPeaks } from "./piptrack";
import { hzToOctaves } from "./pitch-scale";

export interface TuningParameters extends PiptrackParameters {
  /** Width of a histogram bin as a share of a bin of the octave; 0.01 by default. */
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
 *
 * @throws QuadrantError "bad-argument" for empty or non-finite samples and impossible parameters
 *
 * @example
 * const tuning = estimateTuning({ y: samples, sr: 22_050 });
 */
export function estimateTuning(input: FeatureInput, parameters: TuningParameters = {}): number {
  const { resolution = 0.01, binsPerOctave = 12, power = 1 } = parameters;
  const { count, pitches, heights } = spectralPeaks(spectrumOf(input, parameters), power, parameters);
  const threshold = medianOf(heights.slice(0, count));
  const strong = pitches.slice(0, count).filter((_, i) => heights[i]! >= threshold);
  return pitchTuning(strong, { resolution, binsPerOctave });
}

/**
 * The tuning of frequencies in Hz, as librosa.pitch_tuning: where most of them lie between the steps of the scale; -0.5
 * to 0.5, 0 for none.
 */
export function pitchTuning(
  frequencies: ArrayLike<number>,
  { resolution = 0.01, binsPerOctave = 12 }: Pick<TuningParameters, "resolution" | "binsPerOctave"> = {},
): number {
  const bins = Math.ceil(1 / resolution);
  const counts = new Uint32Array(bins);
  let counted = 0;
  for (let i = 0; i < frequencies.length; i++) {
    if (!(frequencies[i]! > 0)) continue;
    const steps = binsPerOctave * hzToOctaves(frequencies[i]!);
    const residual = steps - Math.floor(steps);
    counts[histogramBin(residual >= 0.5 ? residual - 1 : residual, bins)]!++;
    counted++;
  }
  return counted === 0 ? 0 : -0.5 + counts.indexOf(Math.max(...counts)) / bins;
}

/** The bin of -0.5 to 0.5 that a value lies in; a value on an edge goes right, as in numpy.histogram. */
function histogramBin(value: number, bins: number): number {
  const bin = Math.max(0, Math.min(bins - 1, Math.floor((value + 0.5) * bins)));
  // The product may have been rounded across an edge.
  if (bin > 0 && value < -0.5 + bin / bins) return bin - 1;
  if (bin < bins - 1 && value >= -0.5 + (bin + 1) / bins) return bin + 1;
  return bin;
}

/** Puts the values in another order. */
function medianOf(values: Float32Array): number {
  if (values.length === 0) return 0;
  const middle = values.length >> 1;
  const upper = select(values, middle);
  if (values.length % 2 === 1) return upper;
  let lower = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < middle; i++) if (values[i]! > lower) lower = values[i]!;
  return Math.fround((lower + upper) / 2);
}

/** The value that sorting would put at `rank`; those before it end up before it (Hoare's quickselect). */
function select(values: Float32Array, rank: number): number {
  let [low, high] = [0, values.length - 1];
  while (low < high) {
    const pivot = values[(low + high) >> 1]!;
    let [i, j] = [low, high];
    while (i <= j) {
      while (values[i]! < pivot) i++;
      while (values[j]! > pivot) j--;
      if (i > j) break;
      [values[i], values[j]] = [values[j]!, values[i]!];
      i++;
      j--;
    }
    if (rank <= j) high = j;
    else if (rank >= i) low = i;
    else break;
  }
  return values[rank]!;
}
