import { QuadrantError } from "../../errors";
import { type Intervals, intervalRatios } from "./intervals";
import { relativeBandwidths, type WaveletNorm, type WaveletShape, waveletLengths } from "./wavelet";

/** What decides the filters of a constant-Q transform; see VqtParameters for what each means. */
export interface FilterSettings extends WaveletShape {
  readonly sr: number;
  readonly hopLength: number;
  /** Hz, tuning included. */
  readonly fmin: number;
  readonly nBins: number;
  readonly binsPerOctave: number;
  readonly intervals: Intervals;
  readonly norm: WaveletNorm;
  readonly sparsity: number;
  readonly scale: boolean;
}

/** The filters of one octave and the sampling rate that librosa gives them. */
export interface Octave {
  /** Its first row in the result. */
  readonly firstBin: number;
  /** The signal is halved in rate so many times. */
  readonly halvings: number;
  /** Samples in a frame at that rate. */
  readonly nFft: number;
  readonly filters: readonly OctaveFilter[];
}

export interface OctaveFilter {
  /** In samples at the octave's rate, not whole. */
  readonly length: number;
  /** Frequency over the octave's rate. */
  readonly turn: number;
  /** What the response to samples of unchanged amplitude is multiplied by. */
  readonly gain: number;
}

/** The octaves from the highest down, and how many halvings come before the highest. */
export interface OctavePlan {
  readonly octaves: readonly Octave[];
  readonly earlyHalvings: number;
}

/**
 * Lays out the octaves as librosa.vqt does: the rate is halved before the first where its filters allow, and between
 * octaves as long as the hop length is even.
 *
 * @throws QuadrantError "bad-argument" when a filter would reach beyond half the sampling rate
 */
export function planOctaves(settings: FilterSettings): OctavePlan {
  const { sr, hopLength, nBins, scale } = settings;
  const frequencies = frequenciesOf(settings);
  const perOctave = octaveSize(settings);
  const bandwidths = relativeBandwidths(frequencies, perOctave);
  const { lengths, cutoff } = waveletLengths(frequencies, bandwidths, sr, settings);
  if (cutoff > sr / 2) {
    const top = frequencies[nBins - 1]!.toFixed(1);
    throw new QuadrantError("bad-argument", `the highest filter, ${top} Hz, would exceed half of sr = ${sr}`, {
      remedy: "Take fewer bins, a lower fmin, or audio of a higher rate.",
    });
  }
  const octaveCount = Math.ceil(nBins / perOctave);
  const twos = 31 - Math.clz32(hopLength & -hopLength);
  const room = Math.ceil(Math.log2(sr / 2 / cutoff)) - 2;
  const earlyHalvings = Math.min(Math.max(0, room), Math.max(0, twos - octaveCount + 1));
  const octaves: Octave[] = [];
  for (let i = 0; i < octaveCount; i++) {
    const halvings = Math.min(earlyHalvings + i, twos);
    const end = nBins - i * perOctave;
    const firstBin = Math.max(0, end - perOctave);
    const longest = lengths.subarray(firstBin, end).reduce((a, b) => Math.max(a, b)) / 2 ** halvings;
    const filters = Array.from({ length: end - firstBin }, (_, j) => {
      const full = lengths[firstBin + j]!;
      // Two roots of 2 for every halving: one from the resampling, one from the basis; before the first octave, where
      // lengths are counted anew, only the former, and again when nothing is scaled.
      const late = 2 ** (halvings - earlyHalvings);
      const early = scale ? 2 ** (earlyHalvings / 2) : 2 ** earlyHalvings;
      const root = scale ? Math.sqrt(full / 2 ** earlyHalvings) : 1;
      return {
        length: full / 2 ** halvings,
        turn: (frequencies[firstBin + j]! / sr) * 2 ** halvings,
        gain: (late * early) / root,
      };
    });
    octaves.push({ firstBin, halvings, nFft: 2 ** Math.ceil(Math.log2(longest)), filters });
  }
  return { octaves, earlyHalvings };
}

/** How many frames librosa.vqt gives: as many as the shortest octave has. */
export function framesOf({ octaves }: OctavePlan, samples: number, hopLength: number): number {
  const counts = octaves.map(({ halvings }) => {
    return 1 + Math.floor(Math.ceil(samples / 2 ** halvings) / (hopLength / 2 ** halvings));
  });
  return Math.min(...counts);
}

function octaveSize({ intervals, binsPerOctave }: FilterSettings): number {
  return typeof intervals === "string" ? binsPerOctave : intervals.length;
}

/** The centre of each filter in Hz, ascending. */
function frequenciesOf(settings: FilterSettings): Float64Array {
  const perOctave = octaveSize(settings);
  const ratios = intervalRatios(settings.intervals, perOctave);
  return Float64Array.from({ length: settings.nBins }, (_, i) => {
    return settings.fmin * 2 ** Math.floor(i / perOctave) * ratios[i % perOctave]!;
  });
}
