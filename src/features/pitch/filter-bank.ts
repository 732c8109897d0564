import { type Band, LANES } from "../../kernels/fold-bands";
import { DECIMATION, DECIMATION_HALVINGS, DECIMATION_PASSBAND } from "./decimate";
import { type FilterSettings, type Octave, type OctavePlan, planOctaves } from "./octave-plan";
import { everyPoint, followedTurns, type Response, responseOf } from "./response";
import { waveletSpectrum } from "./wavelet";

/** A block is at least so many times as long as the longest frame, and at least so many samples long. */
export const BLOCK_FRAMES = 4;
const LEAST_BLOCK = 16_384;

/** Banks that are kept: those of the last clips, whose tunings differ, and of both transforms of each. */
const KEPT_BANKS = 12;

interface BlockSizes {
  /** How often the signal is decimated before. */
  readonly decimations: number;
  /** Samples between two frames, and in a block, after decimation. */
  readonly hopLength: number;
  readonly blockLength: number;
}

/** Octaves that are computed from the same blocks of the same decimated signal. */
export interface FilterGroup extends BlockSizes {
  /** Samples around a frame's centre that filters look at, after decimation. */
  readonly reach: number;
  readonly bands: readonly Band[];
  /** The row of each band in the result, and what to multiply it with there: octaves whose filters are alike share bands. */
  readonly rows: readonly number[];
  readonly gains: readonly number[];
  readonly octaves: readonly OctaveBands[];
}

/** The bands from index `from` to before `to`. */
export interface OctaveBands {
  readonly from: number;
  readonly to: number;
  readonly halvings: number;
  /** The octave's rate is so many times below the group's. */
  readonly step: number;
}

export interface FilterBank {
  readonly plan: OctavePlan;
  readonly groups: readonly FilterGroup[];
}

const kept = new Map<string, FilterBank>();

/** @throws QuadrantError "bad-argument" when a filter would reach beyond half the sampling rate */
export function filterBank(settings: FilterSettings): FilterBank {
  const key = JSON.stringify(settings);
  const bank = kept.get(key) ?? makeBank(settings);
  // Last in, last out.
  kept.delete(key);
  kept.set(key, bank);
  const [oldest] = kept.keys();
  if (kept.size > KEPT_BANKS && oldest !== undefined) kept.delete(oldest);
  return bank;
}

function makeBank(settings: FilterSettings): FilterBank {
  const plan = planOctaves(settings);
  const byBlocks = new Map<string, { blocks: BlockSizes; octaves: Octave[] }>();
  for (const octave of plan.octaves) {
    const blocks = blocksFor(octave, settings.hopLength);
    const key = JSON.stringify(blocks);
    byBlocks.set(key, { blocks, octaves: [...(byBlocks.get(key)?.octaves ?? []), octave] });
  }
  const responses = new Responses(settings);
  const groups = [...byBlocks.values()].map(({ blocks, octaves }) => groupOf(blocks, octaves, responses));
  return { plan, groups };
}

/** As often as keeps the octave's filters and their skirts in the passband. */
function decimationsOf({ halvings, nFft, filters }: Octave): number {
  const turn = Math.max(...filters.map((filter) => filter.turn));
  const top = followedTurns(turn, turn, nFft).to;
  for (let decimations = Math.floor(halvings / DECIMATION_HALVINGS); decimations > 0; decimations--) {
    if (top / 2 ** (halvings - DECIMATION_HALVINGS * decimations) <= DECIMATION_PASSBAND / 2) return decimations;
  }
  return 0;
}

function blocksFor(octave: Octave, fullHop: number): BlockSizes {
  const decimations = decimationsOf(octave);
  const hopLength = fullHop / DECIMATION ** decimations;
  const least = Math.max(BLOCK_FRAMES * frameIn(octave, decimations), LEAST_BLOCK, LANES * hopLength);
  let blockLength = hopLength;
  while (blockLength < least) blockLength *= 2;
  return { decimations, hopLength, blockLength };
}

/** Samples of an octave's frame after so many decimations. */
function frameIn({ nFft, halvings }: Octave, decimations: number): number {
  return nFft * 2 ** (halvings - DECIMATION_HALVINGS * decimations);
}

function groupOf(blocks: BlockSizes, members: readonly Octave[], responses: Responses): FilterGroup {
  const { decimations, blockLength } = blocks;
  const bands: Band[] = [];
  const rows: number[] = [];
  const gains: number[] = [];
  const octaves = members.map((octave) => {
    const step = frameIn(octave, decimations) / octave.nFft;
    const from = bands.length;
    for (const [j, filter] of octave.filters.entries()) {
      bands.push(responses.get(filter, octave.nFft, blockLength / step));
      rows.push(octave.firstBin + j);
      gains.push(filter.gain / blockLength);
    }
    return { from, to: bands.length, halvings: octave.halvings, step };
  });
  const reach = Math.max(...members.map((octave) => frameIn(octave, decimations))) / 2;
  return { ...blocks, reach, bands, rows, gains, octaves };
}

/** Octaves of equal intervals have the same filters at their rates, so each is made once, and thinned out for the others. */
class Responses {
  private readonly made = new Map<string, { readonly points: number; readonly response: Response }>();
  private readonly bands = new Map<string, Band>();

  constructor(private readonly settings: FilterSettings) {}

  get({ length, turn }: { length: number; turn: number }, nFft: number, points: number): Band {
    const filter = `${length.toPrecision(11)} ${turn.toPrecision(11)} ${nFft}`;
    const key = `${filter} ${points}`;
    const known = this.bands.get(key);
    if (known !== undefined) return known;
    let finest = this.made.get(filter);
    if (finest === undefined || finest.points < points) {
      const { norm, sparsity } = this.settings;
      finest = { points, response: responseOf(waveletSpectrum(length, turn, nFft, norm, sparsity), nFft, points) };
      this.made.set(filter, finest);
    }
    const band = everyPoint(finest.response, finest.points / points);
    this.bands.set(key, band);
    return band;
  }
}
