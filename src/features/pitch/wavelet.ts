import type { SparseFilter } from "../../kernels/frame-filters";

/** Bandwidth of the Hann window in bins of its length, as librosa.filters.window_bandwidth has it. */
const HANN_BANDWIDTH = 1.50018310546875;

/** Equivalent rectangular bandwidth of hearing at 0 Hz over its slope (Glasberg and Moore 1990), in librosa's form. */
const ERB = 24.7 / 0.108;

/** What the lengths of the wavelets depend on; names as in librosa.filters.wavelet_lengths. */
export interface WaveletShape {
  readonly filterScale: number;
  /** Hz added to every bandwidth; null follows the bandwidths of hearing. */
  readonly gamma: number | null;
}

/** How a wavelet's values are scaled before it is weighted: to a sum, a root of squares or a maximum of 1, or not. */
export type WaveletNorm = 1 | 2 | typeof Infinity | null;

/** The bandwidth of each frequency as a share of it, from its neighbours; as librosa.filters._relative_bandwidth. */
export function relativeBandwidths(frequencies: Float64Array, binsPerOctave: number): Float64Array {
  const last = frequencies.length - 1;
  return frequencies.map((_, i) => {
    const [low, high] = [Math.max(0, i - 1), Math.min(last, i + 1)];
    const steps = high - low;
    const octaves = last === 0 ? 1 / binsPerOctave : Math.log2(frequencies[high]! / frequencies[low]!) / steps;
    return (2 ** (2 * octaves) - 1) / (2 ** (2 * octaves) + 1);
  });
}

/** The length of each wavelet in samples (not whole), and the frequency in Hz below which all of them lie. */
export function waveletLengths(
  frequencies: Float64Array,
  bandwidths: Float64Array,
  sr: number,
  { filterScale, gamma }: WaveletShape,
): { lengths: Float64Array; cutoff: number } {
  const lengths = new Float64Array(frequencies.length);
  let cutoff = 0;
  for (const [i, frequency] of frequencies.entries()) {
    const q = filterScale / bandwidths[i]!;
    const widening = gamma ?? bandwidths[i]! * ERB;
    cutoff = Math.max(cutoff, frequency * (1 + (0.5 * HANN_BANDWIDTH) / q) + 0.5 * widening);
    lengths[i] = (q * sr) / (frequency + widening / bandwidths[i]!);
  }
  return { lengths, cutoff };
}

/**
 * The transform of a Hann-windowed tone in the middle of `nFft` samples, without the smallest of its bins 0 to
 * nFft / 2: those that together hold a share `sparsity` of the sum of magnitudes.
 *
 * This is librosa's filter basis (filters.wavelet, an FFT, util.sparsify_rows) in closed form: the transform of a
 * Hann window is three Dirichlet kernels. Its scale is that of librosa's, `length / nFft` of a normalised wavelet.
 *
 * @param length in samples, not whole; at most nFft
 * @param turn frequency over sampling rate
 */
export function waveletSpectrum(
  length: number,
  turn: number,
  nFft: number,
  norm: WaveletNorm,
  sparsity: number,
): SparseFilter {
  const before = Math.floor(-length / 2);
  const size = Math.floor(length / 2) - before;
  const padding = Math.floor((nFft - size) / 2);
  const scale = length / nFft / normOfHann(size, norm);
  const heights = new Float64Array(Math.floor(nFft / 2) + 1);
  const { sin, cos } = halfTurns(nFft);
  const [sinTurn, cosTurn] = [Math.sin(Math.PI * turn), Math.cos(Math.PI * turn)];
  const [sinWhole, cosWhole] = [Math.sin(Math.PI * turn * size), Math.cos(Math.PI * turn * size)];
  const step = Math.tan(Math.PI / size);
  for (let b = 0, whole = 0; b < heights.length; b++) {
    const offset = turn - b / nFft;
    const tan = (sinTurn * cos[b]! - cosTurn * sin[b]!) / (cosTurn * cos[b]! + sinTurn * sin[b]!);
    // The sine of pi offset size; the window's zeros and its own three bins lie where that is 0.
    const sine = sinWhole * cos[whole]! - cosWhole * sin[whole]!;
    heights[b] = scale * (Math.abs(sine) < NEAR_ZERO ? hannBin(offset * size, size) : sine * hannSides(tan, step));
    whole = (whole + size) % (2 * nFft);
  }
  const bins = indicesFrom(heights, sparsityThreshold(heights, sparsity));
  const re = new Float64Array(bins.length);
  const im = new Float64Array(bins.length);
  for (const [j, b] of bins.entries()) {
    // The window is symmetric about size / 2, so what is left of its transform there is real.
    const phase = 2 * Math.PI * (turn * before - (b * padding) / nFft + ((turn - b / nFft) * size) / 2);
    re[j] = heights[b]! * Math.cos(phase);
    im[j] = heights[b]! * Math.sin(phase);
  }
  return { bins, re, im };
}

/** Where values are at least `least`, their signs aside. */
function indicesFrom(values: Float64Array, least: number): Int32Array {
  const found = new Int32Array(values.length);
  let count = 0;
  for (let i = 0; i < values.length; i++) if (Math.abs(values[i]!) >= least) found[count++] = i;
  return found.subarray(0, count);
}

/** The periodic Hann window's sum, root of squares or maximum. */
function normOfHann(size: number, norm: WaveletNorm): number {
  if (norm === 1) return size / 2;
  if (norm === 2) return Math.sqrt((3 * size) / 8);
  if (norm === null) return 1;
  return size % 2 === 0 ? 1 : 0.5 + 0.5 * Math.cos(Math.PI / size);
}

const NEAR_ZERO = 3e-9;

/** The sum of a periodic Hann window times a phasor that turns a whole number of times. */
function hannBin(turns: number, size: number): number {
  const near = Math.abs(Math.round(turns));
  return near > 1 ? 0 : size / (2 + 2 * near);
}

/**
 * The same for other turns, without the sine of half of them; its own middle (sample size / 2) is time 0.
 *
 * @param tan the tangent of half a turn of the phasor from sample to sample
 * @param step the tangent of half a turn over the window's size
 */
function hannSides(tan: number, step: number): number {
  // cot(a + b) + cot(a - b), of the Dirichlet kernels to both sides, by the tangents of a and b.
  const sides = (1 - tan * step) / (tan + step) + (1 + tan * step) / (tan - step);
  return 0.5 / tan - 0.25 * sides;
}

interface HalfTurns {
  readonly n: number;
  readonly sin: Float64Array;
  readonly cos: Float64Array;
}

let keptHalfTurns: HalfTurns | undefined;

/** Sines and cosines of pi m / n for m below 2 n; those of the last n are kept. */
function halfTurns(n: number): HalfTurns {
  if (keptHalfTurns?.n !== n) {
    const table = (of: (angle: number) => number) =>
      Float64Array.from({ length: 2 * n }, (_, m) => of((Math.PI * m) / n));
    keptHalfTurns = { n, sin: table(Math.sin), cos: table(Math.cos) };
  }
  return keptHalfTurns;
}

/** The magnitude from which on bins are kept: the smaller ones hold less than `share` of the sum. */
function sparsityThreshold(values: Float64Array, share: number): number {
  const sizes = values.map(Math.abs);
  let missing = 0;
  for (let i = 0; i < sizes.length; i++) missing += share * sizes[i]!;
  // As if they were sorted: of the two parts that a pivot makes, the smaller sizes or the larger (Hoare's quickselect).
  let [low, high] = [0, sizes.length - 1];
  while (low < high) {
    const pivot = sizes[(low + high) >> 1]!;
    let [i, j, below] = [low, high, 0];
    while (i <= j) {
      while (sizes[i]! < pivot) below += sizes[i++]!;
      while (sizes[j]! > pivot) j--;
      if (i > j) break;
      [sizes[i], sizes[j]] = [sizes[j]!, sizes[i]!];
      below += sizes[i++]!;
      j--;
    }
    if (below >= missing) high = i - 1;
    else [low, missing] = [i, missing - below];
  }
  return sizes[low] ?? 0;
}
