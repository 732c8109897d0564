import type { SparseFilter } from "../../kernels/frame-filters";
import { type FilterSettings, type Octave, type OctaveFilter, type OctavePlan, planOctaves } from "./octave-plan";
import { waveletSpectrum } from "./wavelet";

/** Banks that are kept: those of the last clips, whose tunings differ, and of both transforms of each. */
const KEPT_BANKS = 12;

/** An octave and what its filters weigh the bins of a frame with. */
export interface OctaveFilters extends Omit<Octave, "filters"> {
  readonly filters: readonly SparseFilter[];
}

export interface FilterBank {
  readonly plan: OctavePlan;
  readonly octaves: readonly OctaveFilters[];
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
  // Octaves of equal intervals have the same filters at their rates.
  const made = new Map<string, SparseFilter>();
  const filterOf = ({ length, turn, gain }: OctaveFilter, nFft: number) => {
    const key = `${length.toPrecision(11)} ${turn.toPrecision(11)} ${gain.toPrecision(11)} ${nFft}`;
    const filter = made.get(key) ?? scaled(waveletSpectrum(length, turn, nFft, settings.norm, settings.sparsity), gain);
    made.set(key, filter);
    return filter;
  };
  const octaves = plan.octaves.map((octave) => {
    return { ...octave, filters: octave.filters.map((filter) => filterOf(filter, octave.nFft)) };
  });
  return { plan, octaves };
}

function scaled({ bins, re, im }: SparseFilter, gain: number): SparseFilter {
  return { bins, re: re.map((value) => gain * value), im: im.map((value) => gain * value) };
}
