import type { Matrix } from "../../arrays";
import { QuadrantError } from "../../errors";
import { type FrameFiltering, frameFilters } from "../../kernels/frame-filters";
import { checkCount, type Signal } from "../spectrum/spectrum";
import { filterBank } from "./filter-bank";
import type { Intervals } from "./intervals";
import { framesOf } from "./octave-plan";
import { C1 } from "./pitch-scale";
import { SharedSignal } from "./shared-signal";
import { estimateTuning } from "./tuning";

/** Names, meanings and defaults as librosa.cqt's; the window is always Hann. */
export interface CqtParameters {
  /** Samples between two frames; 512 by default. Each factor of two makes an octave cheaper. */
  readonly hopLength?: number | undefined;
  /** The lowest filter, in Hz, before tuning; C1, 32.7 Hz, by default. */
  readonly fmin?: number | undefined;
  /** 84 by default. */
  readonly nBins?: number | undefined;
  /** 12 by default. */
  readonly binsPerOctave?: number | undefined;
  /** Deviation from A4 = 440 Hz as a share of a bin; 0 by default; null estimates it. */
  readonly tuning?: number | null | undefined;
  /** Below 1, filters are shorter: better in time, worse in frequency; 1 by default. */
  readonly filterScale?: number | undefined;
  /** How filters are normalised: to a sum, root of squares or maximum of 1, or (null) not; 1 by default. */
  readonly norm?: 1 | 2 | typeof Infinity | null | undefined;
  /** Share of a filter's spectrum that is left out, its smallest bins; 0 to below 1; 0.01 by default. */
  readonly sparsity?: number | undefined;
  /** Whether to divide by the root of each filter's length; true by default. */
  readonly scale?: boolean | undefined;
}

export interface VqtParameters extends CqtParameters {
  /** How the octave is divided; "equal" by default; a list of ratios sets binsPerOctave. */
  readonly intervals?: Intervals | undefined;
  /** Hz added to every filter's bandwidth; 0 makes a constant-Q transform; null, the default, follows hearing. */
  readonly gamma?: number | null | undefined;
}

/** A complex matrix: row-major (rows, frames). */
export interface ComplexMatrix {
  readonly re: Float32Array;
  readonly im: Float32Array;
  readonly shape: readonly [rows: number, columns: number];
}

/**
 * The constant-Q transform: (nBins, frames), complex.
 *
 * Follows librosa.cqt 0.11.0 (Schörkhuber and Klapuri 2010).
 *
 * @throws QuadrantError "bad-argument" for empty or non-finite samples, and for filters beyond half the sampling rate
 *
 * @example
 * const C = magnitudes(cqt({ y: samples, sr: 22_050 }));
 */
export function cqt(input: Signal, parameters: CqtParameters = {}): ComplexMatrix {
  return vqt(input, { ...parameters, intervals: "equal", gamma: 0 });
}

/**
 * The variable-Q transform: (nBins, frames), complex; lower filters are shorter than constant Q would have them.
 *
 * Follows librosa.vqt 0.11.0 (Schörkhuber et al. 2014).
 *
 * @throws QuadrantError "bad-argument" for empty or non-finite samples, and for filters beyond half the sampling rate
 */
export function vqt(input: Signal, parameters: VqtParameters = {}): ComplexMatrix {
  const { frames, rows, jobs } = prepare(input, parameters);
  const re = new Float32Array(rows * frames);
  const im = new Float32Array(rows * frames);
  for (const { samples, job, from, to } of jobs()) {
    frameFilters().responses(samples, job, { re: re.subarray(from, to), im: im.subarray(from, to) });
  }
  return { re, im, shape: [rows, frames] };
}

/** |vqt| */
export function vqtMagnitudes(input: Signal, parameters: VqtParameters = {}): Matrix {
  const { frames, rows, jobs } = prepare(input, parameters);
  const data = new Float32Array(rows * frames);
  for (const { samples, job, from, to } of jobs()) frameFilters().magnitudes(samples, job, data.subarray(from, to));
  return { data, shape: [rows, frames] };
}

/** The absolute values. */
export function magnitudes({ re, im, shape }: ComplexMatrix): Matrix {
  return { data: re.map((value, i) => Math.sqrt(value * value + im[i]! * im[i]!)), shape };
}

/** Checks the parameters; gives the work of each octave, one after another, and where in the result its rows lie. */
function prepare(input: Signal, parameters: VqtParameters) {
  const { hopLength = 512, nBins = 84, intervals = "equal", filterScale = 1, gamma = null } = parameters;
  const { norm = 1, sparsity = 0.01, scale = true } = parameters;
  const binsPerOctave = typeof intervals === "string" ? (parameters.binsPerOctave ?? 12) : intervals.length;
  const signal = SharedSignal.of(input);
  const { y, sr } = signal;
  checkCount("hopLength", hopLength);
  checkCount("nBins", nBins);
  checkCount("binsPerOctave", binsPerOctave);
  const fminHz = parameters.fmin ?? C1;
  checkRange("sr", sr, sr > 0, "above 0");
  checkRange("fmin", fminHz, fminHz > 0, "above 0");
  checkRange("filterScale", filterScale, filterScale > 0, "above 0");
  checkRange("sparsity", sparsity, sparsity >= 0 && sparsity < 1, "from 0 to below 1");
  if (gamma !== null) checkRange("gamma", gamma, gamma >= 0, "at least 0, or null");
  const tuning = parameters.tuning === null ? estimateTuning({ y, sr }, { binsPerOctave }) : (parameters.tuning ?? 0);
  const fmin = fminHz * 2 ** (tuning / binsPerOctave);
  const shape = { filterScale, gamma, norm, sparsity, scale };
  const bank = filterBank({ sr, hopLength, fmin, nBins, binsPerOctave, intervals, ...shape });
  const frames = framesOf(bank.plan, y.length, hopLength);
  function* jobs() {
    for (const { firstBin, halvings, nFft, filters, gains } of bank.octaves) {
      const samples = signal.halved(halvings, bank.plan.earlyHalvings);
      const first = -nFft / 2;
      const job: FrameFiltering = { nFft, hopLength: hopLength / 2 ** halvings, frames, first, filters, gains };
      yield { samples, job, from: firstBin * frames, to: (firstBin + filters.length) * frames };
    }
  }
  return { frames, rows: nBins, jobs };
}

function checkRange(name: string, value: number, fits: boolean, limit: string): void {
  if (fits && Number.isFinite(value)) return;
  throw new QuadrantError("bad-argument", `${name} = ${value}, but it must be ${limit}`);
}
