import type { SparseFilter } from "../../kernels/frame-filters";
import { type FilterSettings, type Octave, type OctaveFilter, type OctavePlan, planOctaves } from "./octave-plan";
import { waveletSpectrum } from "./wavelet";

/** Banks that are kept: those of the last clips, whose tunings differ, and of both transforms of each. */
const KEPT_BANKS = 12;

/** An octave and what its filters weigh the bins of a frame with: the same array for octaves whose filters are alike. */
interface OctaveFilters extends Omit<Octave, "filters"> {
  readonly filters: readonly SparseFilter[];
  readonly gains: readonly number[];
}

interface FilterBank {
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
  const made = new Map<string, readonly SparseFilter[]>();
  const octaves = plan.octaves.map((octave) => {
    const { filters, nFft } = octave;
    const key = [
      nFft,
      ...filters.map(({ length, turn }) => `${length.toPrecision(11)} ${turn.toPrecision(11)}`),
    ].join();
    const spectra = made.get(key) ?? filters.map((filter) => spectrumOf(filter, nFft, settings));
    made.set(key, spectra);
    return { ...octave, filters: spectra, gains: filters.map(({ gain }) => gain) };
  });
  return { plan, octaves };
}

function spectrumOf({ length, turn }: OctaveFilter, nFft: number, { norm, sparsity }: FilterSettings): SparseFilter {
  return waveletSpectrum(length, turn, nFft, norm, sparsity);
}
