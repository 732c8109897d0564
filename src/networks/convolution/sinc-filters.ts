import { hzToMel, melToHz } from "../../features/spectral/mel";
import type { DesignedKernel } from "./designed-kernel";

/** What all filters of a bank share. */
interface SincBank {
  /** Samples of a filter, an odd number. */
  readonly kernelSize: number;
  /** Hz. */
  readonly sampleRate: number;
  /** The least lower edge and the least width, Hz. */
  readonly minLowHz: number;
  readonly minBandHz: number;
}

/** Edges of each filter, Hz. */
interface SincBands {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/** Edges as SincNet has them: at least `minLowHz` and `minBandHz` apart, up to half the sample rate. */
function sincBands(
  { sampleRate, minLowHz, minBandHz }: SincBank,
  lows: ArrayLike<number>,
  bands: ArrayLike<number>,
): SincBands {
  const low = Float64Array.from(lows, (value) => minLowHz + Math.abs(value));
  const high = low.map((edge, f) =>
    Math.min(sampleRate / 2, Math.max(minLowHz, edge + minBandHz + Math.abs(bands[f]!))),
  );
  return { low, high };
}

/** Neighbouring bands on the mel scale (HTK's formula) from 30 Hz on, as weights of the layer. */
export function melBands(filters: number, { sampleRate, minLowHz, minBandHz }: SincBank): [Float32Array, Float32Array] {
  const htk = { htk: true };
  const [first, last] = [hzToMel(30, htk), hzToMel(sampleRate / 2 - (minLowHz + minBandHz), htk)];
  const edges = Array.from({ length: filters + 1 }, (_, i) => melToHz(first + ((last - first) * i) / filters, htk));
  return [Float32Array.from(edges.slice(0, -1)), Float32Array.from(edges.slice(1), (edge, i) => edge - edges[i]!)];
}

/**
 * SincNet's filters (Ravanelli & Bengio, arXiv 1808.00158): the difference of two low-passes times a symmetric Hamming
 * window, 1 in the middle. A kernel (kernelSize, filters).
 */
export function sincFilters(bank: SincBank, lows: ArrayLike<number>, bands: ArrayLike<number>): DesignedKernel {
  const { kernelSize, sampleRate, minLowHz, minBandHz } = bank;
  const { low, high } = sincBands(bank, lows, bands);
  const filters = low.length;
  const half = (kernelSize - 1) / 2;
  const values = new Float64Array(kernelSize * filters);
  // Radians a Hz at each sample, 0 in the middle.
  const turns = Array.from({ length: kernelSize }, (_, k) => (2 * Math.PI * (k - half)) / sampleRate);
  const windows = turns.map((_, k) => 0.54 - 0.46 * Math.cos((2 * Math.PI * k) / (kernelSize - 1)));
  for (const [k, turn] of turns.entries()) {
    for (let f = 0; f < filters; f++) {
      const width = high[f]! - low[f]!;
      const band = turn === 0 ? 1 : (Math.sin(high[f]! * turn) - Math.sin(low[f]! * turn)) / (turn * width);
      values[k * filters + f] = band * windows[k]!;
    }
  }
  return {
    values,
    back(gradient) {
      const [ofLow, ofBand] = [new Float64Array(filters), new Float64Array(filters)];
      for (let f = 0; f < filters; f++) {
        const width = high[f]! - low[f]!;
        let [slopeLow, slopeHigh] = [0, 0];
        for (const [k, turn] of turns.entries()) {
          if (turn === 0) continue;
          const through = gradient[k * filters + f]! * windows[k]!;
          const band = (Math.sin(high[f]! * turn) - Math.sin(low[f]! * turn)) / (turn * width);
          slopeHigh += (through * (Math.cos(high[f]! * turn) - band)) / width;
          slopeLow += (through * (band - Math.cos(low[f]! * turn))) / width;
        }
        const open = low[f]! + minBandHz + Math.abs(bands[f]!);
        // An edge that is held at its limit does not follow.
        const follows = Number(open > minLowHz && open < sampleRate / 2);
        ofLow[f] = (slopeLow + follows * slopeHigh) * Math.sign(lows[f]!);
        ofBand[f] = follows * slopeHigh * Math.sign(bands[f]!);
      }
      return [ofLow, ofBand];
    },
  };
}
