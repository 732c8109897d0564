import type { Matrix } from "../../arrays";
import { checkCount, checkSamples, type Signal } from "../spectrum/spectrum";
import { ColumnFft, type ComplexArrays } from "./column-fft";
import { edgeErrors } from "./cut-edges";
import { decimate, type Segment } from "./decimate";
import { type FilterGroup, filterBank, type Response } from "./filter-bank";
import type { Intervals } from "./intervals";
import { framesOf } from "./octave-plan";
import { C1 } from "./pitch-scale";
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
export function vqt({ y, sr = 22_050 }: Signal, parameters: VqtParameters = {}): ComplexMatrix {
  const { hopLength = 512, nBins = 84, intervals = "equal", filterScale = 1, gamma = null } = parameters;
  const { norm = 1, sparsity = 0.01, scale = true } = parameters;
  const binsPerOctave = typeof intervals === "string" ? (parameters.binsPerOctave ?? 12) : intervals.length;
  checkSamples(y);
  checkCount("hopLength", hopLength);
  checkCount("nBins", nBins);
  checkCount("binsPerOctave", binsPerOctave);
  const tuning = parameters.tuning === null ? estimateTuning({ y, sr }, { binsPerOctave }) : (parameters.tuning ?? 0);
  const fmin = (parameters.fmin ?? C1) * 2 ** (tuning / binsPerOctave);
  const bank = filterBank({
    sr,
    hopLength,
    fmin,
    nBins,
    binsPerOctave,
    intervals,
    filterScale,
    gamma,
    norm,
    sparsity,
    scale,
  });
  const frames = framesOf(bank.plan, y.length, hopLength);
  const out: ComplexMatrix = {
    re: new Float32Array(nBins * frames),
    im: new Float32Array(nBins * frames),
    shape: [nBins, frames],
  };
  const errors = edgeErrors(y, bank.plan.octaves.at(-1)?.halvings ?? 0, bank.plan.earlyHalvings);
  let signal: Segment = { first: 0, values: y };
  let decimations = 0;
  for (const group of bank.groups) {
    for (; decimations < group.decimations; decimations++) signal = decimate(signal);
    respond(signal, errors, group, out);
  }
  return out;
}

/** The absolute values. */
export function magnitudes({ re, im, shape }: ComplexMatrix): Matrix {
  return { data: re.map((value, i) => Math.sqrt(value * value + im[i]! * im[i]!)), shape };
}

function respond(
  signal: Segment,
  errors: readonly (readonly Segment[])[],
  group: FilterGroup,
  out: ComplexMatrix,
): void {
  const { hopLength, blockLength, reach, octaves } = group;
  const frames = out.shape[1];
  const size = blockLength / hopLength;
  const before = Math.ceil(reach / hopLength);
  const whole = Math.floor((blockLength - reach) / hopLength) - before + 1;
  const fft = new ColumnFft(blockLength, 1);
  const small = new ColumnFft(size, 1);
  const block = { re: new Float64Array(blockLength), im: new Float64Array(blockLength) };
  const folded = { re: new Float64Array(size), im: new Float64Array(size) };
  const add = ({ row, first, re, im }: Response, spectrum: ComplexArrays, factor: number, t: number) => {
    folded.re.fill(0);
    folded.im.fill(0);
    for (let i = 0; i < re.length; i++) {
      const q = first + i < 0 ? first + i + spectrum.re.length : first + i;
      const r = q % size;
      folded.re[r]! += re[i]! * spectrum.re[q]! - im[i]! * spectrum.im[q]!;
      folded.im[r]! += re[i]! * spectrum.im[q]! + im[i]! * spectrum.re[q]!;
    }
    small.backward(folded);
    const last = Math.min(whole, frames - t);
    for (let p = 0; p < last; p++) {
      out.re[row * frames + t + p]! += factor * folded.re[before + p]!;
      out.im[row * frames + t + p]! += factor * folded.im[before + p]!;
    }
  };
  for (let t = 0; t < frames; t += whole) {
    const start = (t - before) * hopLength;
    block.im.fill(0);
    for (let i = 0; i < blockLength; i++) block.re[i] = signal.values[start - signal.first + i] ?? 0;
    fft.forward(block);
    for (const { responses } of octaves) for (const response of responses) add(response, block, 1, t);
  }
  for (const { halvings, step, responses } of octaves) {
    const points = blockLength / step;
    const fft = new ColumnFft(points, 1);
    for (const { first, values } of errors[halvings]!) {
      if (values.length === 0) continue;
      const t = first < 0 ? 0 : Math.max(0, frames - whole);
      const start = ((t - before) * hopLength) / step;
      const block = { re: new Float64Array(points), im: new Float64Array(points) };
      for (const [i, value] of values.entries()) {
        block.re[(((first + i - start) % points) + points) % points]! += value;
      }
      fft.forward(block);
      for (const response of responses) add(response, block, step, t);
    }
  }
}
