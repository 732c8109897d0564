import { DECIMATION, DECIMATION_HALVINGS, DECIMATION_PASSBAND } from "./decimate";
import { type FilterSettings, type Octave, type OctaveFilter, type OctavePlan, planOctaves } from "./octave-plan";
import { type SparseSpectrum, waveletSpectrum } from "./wavelet";

/** Bins of a frame on each side of a filter's outermost bin where its response is still followed. */
const SKIRT = 32;

/** Beyond this turn (frequency over rate) librosa's halved signals are damped: responses end there, or with their last bin. */
const UNDAMPED = 0.45;

/** A block is at least so many times as long as the longest frame, and at least so many samples long. */
const BLOCK_FRAMES = 4;
const LEAST_BLOCK = 8192;

/** Octaves that are computed from the same blocks of the same decimated signal. */
export interface FilterGroup {
  /** How often the signal is decimated before. */
  readonly decimations: number;
  /** Samples between two frames, in a block, and around a frame's centre, after decimation. */
  readonly hopLength: number;
  readonly blockLength: number;
  readonly reach: number;
  readonly octaves: readonly OctaveResponses[];
  /** Bins of a block from 0 on that any of the responses looks at. */
  readonly bins: number;
}

export interface OctaveResponses {
  readonly halvings: number;
  /** The octave's rate is so many times below the group's. */
  readonly step: number;
  readonly responses: readonly Response[];
}

/** A filter's response to bins of a block: the weights of bins first, first + 1, ... */
export interface Response {
  /** Its row in the result. */
  readonly row: number;
  readonly first: number;
  readonly re: Float64Array;
  readonly im: Float64Array;
}

export interface FilterBank {
  readonly plan: OctavePlan;
  readonly groups: readonly FilterGroup[];
}

/** @throws QuadrantError "bad-argument" when a filter would reach beyond half the sampling rate */
export function filterBank(settings: FilterSettings): FilterBank {
  const plan = planOctaves(settings);
  const byDecimations = new Map<number, Octave[]>();
  for (const octave of plan.octaves) {
    const decimations = decimationsOf(octave);
    byDecimations.set(decimations, [...(byDecimations.get(decimations) ?? []), octave]);
  }
  const groups = [...byDecimations].map(([decimations, octaves]) => groupOf(decimations, octaves, settings));
  return { plan, groups };
}

/** As often as keeps the octave's filters and their skirts in the passband. */
function decimationsOf({ halvings, nFft, filters }: Octave): number {
  const top = Math.max(...filters.map(({ turn }) => turn)) + SKIRT / nFft;
  for (let decimations = Math.floor(halvings / DECIMATION_HALVINGS); decimations > 0; decimations--) {
    if (top / 2 ** (halvings - DECIMATION_HALVINGS * decimations) <= DECIMATION_PASSBAND / 2) return decimations;
  }
  return 0;
}

function groupOf(decimations: number, octaves: readonly Octave[], settings: FilterSettings): FilterGroup {
  const hopLength = settings.hopLength / DECIMATION ** decimations;
  const stepOf = (octave: Octave) => 2 ** (octave.halvings - DECIMATION_HALVINGS * decimations);
  const longest = Math.max(...octaves.map((octave) => octave.nFft * stepOf(octave)));
  let blockLength = hopLength;
  while (blockLength < Math.max(BLOCK_FRAMES * longest, LEAST_BLOCK)) blockLength *= 2;
  const withResponses = octaves.map((octave) => {
    const { halvings, nFft, firstBin } = octave;
    const step = stepOf(octave);
    const responses = octave.filters.map((filter, j) => {
      const basis = waveletSpectrum(filter.length, filter.turn, nFft, settings.norm, settings.sparsity);
      return { row: firstBin + j, ...responseOf(basis, filter, nFft, blockLength / step, blockLength) };
    });
    return { halvings, step, responses };
  });
  const bins = Math.max(
    ...withResponses.flatMap(({ responses }) => responses.map(({ first, re }) => first + re.length)),
  );
  return { decimations, hopLength, blockLength, reach: longest / 2, octaves: withResponses, bins };
}

/**
 * What the sparse product of librosa does to a tone of any frequency q / points of the octave's rate, in a frame that
 * is centred on the tone's phase 0: the sum over bins b of weight[b] times the frame's transform there.
 */
function responseOf(
  { bins, re, im }: SparseSpectrum,
  { gain }: OctaveFilter,
  nFft: number,
  points: number,
  blockLength: number,
): Omit<Response, "row"> {
  const perBin = points / nFft;
  const last = bins[bins.length - 1]!;
  const limit = Math.max(UNDAMPED, last / nFft) * points;
  const first = Math.ceil(Math.max(-limit, (bins[0]! - SKIRT) * perBin));
  const end = Math.floor(Math.min(limit, (last + SKIRT) * perBin)) + 1;
  const outRe = new Float64Array(end - first);
  const outIm = new Float64Array(outRe.length);
  const scale = gain / blockLength;
  for (let i = 0; i < outRe.length; i++) {
    const position = (first + i) / perBin;
    const height = Math.sin(Math.PI * position);
    let [sumRe, sumIm] = [0, 0];
    for (let j = 0; j < bins.length; j++) {
      const away = position - bins[j]!;
      if (Math.abs(away) < 1e-9) {
        // On a bin of the frame all other bins vanish.
        const sign = bins[j]! % 2 === 0 ? nFft : -nFft;
        [sumRe, sumIm] = [sign * re[j]!, sign * im[j]!];
        break;
      }
      const cot = height / Math.tan((Math.PI * away) / nFft);
      sumRe += re[j]! * cot + im[j]! * height;
      sumIm += im[j]! * cot - re[j]! * height;
    }
    outRe[i] = scale * sumRe;
    outIm[i] = scale * sumIm;
  }
  return { first, re: outRe, im: outIm };
}
