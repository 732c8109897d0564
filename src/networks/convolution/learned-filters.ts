import type { layers } from "@tensorflow/tfjs";
import { QuadrantError } from "../../errors";
import { gaborFilters } from "./gabor-filters";
import { sincFilters } from "./sinc-filters";

type Numbers = ArrayLike<number>;

/** One filter of the first layer over a waveform. */
export interface LearnedFilter {
  /** Where its response is largest, Hz. */
  readonly peakHz: number;
  /** The mean of its frequencies, weighted by power, Hz. */
  readonly centreHz: number;
  /** The width of a band of equal response that would let as much power through, Hz. */
  readonly bandwidthHz: number;
  /** Magnitudes at `frequencies`. */
  readonly response: Float64Array;
  /** Its samples; of a complex filter the real part. */
  readonly impulse: Float64Array;
}

export interface LearnedFilters {
  /** Hz, from 0 to half the sample rate. */
  readonly frequencies: Float64Array;
  readonly filters: readonly LearnedFilter[];
}

/** A filter's samples, of which the imaginary parts may be absent. */
interface Impulse {
  readonly real: Float64Array;
  readonly imaginary?: Float64Array;
}

/**
 * What the filters of a layer over a waveform let through, for figures: of conv1d with one channel, and of the sinc, Gabor
 * and STFT layers of `audioLayers`.
 *
 * @param points frequencies at which the response is computed
 * @throws QuadrantError "bad-argument" for another layer
 */
export function learnedFilters(
  layer: layers.Layer,
  { sampleRate, points = 512 }: { readonly sampleRate: number; readonly points?: number },
): LearnedFilters {
  const frequencies = Float64Array.from({ length: points }, (_, i) => (i * sampleRate) / 2 / (points - 1));
  const filters = impulsesOf(layer).map(({ real, imaginary }) => {
    const response = frequencies.map((hz) => magnitude(real, imaginary, (2 * Math.PI * hz) / sampleRate));
    const [powers, largest] = [response.map((size) => size * size), response.reduce((a, b) => Math.max(a, b), 0)];
    const power = powers.reduce((sum, value) => sum + value, 0);
    const peak = response.indexOf(largest);
    return {
      peakHz: frequencies[peak]!,
      centreHz: powers.reduce((sum, value, i) => sum + value * frequencies[i]!, 0) / power,
      bandwidthHz: (power / largest ** 2) * (sampleRate / 2 / (points - 1)),
      response,
      impulse: real,
    };
  });
  return { frequencies, filters };
}

/** Of a tone, which a complex filter may hear as one that turns either way. */
function magnitude(real: Float64Array, imaginary: Float64Array | undefined, turn: number): number {
  let [realCos, realSin, otherCos, otherSin] = [0, 0, 0, 0];
  for (const [k, value] of real.entries()) {
    const [cos, sin] = [Math.cos(turn * k), Math.sin(turn * k)];
    const other = imaginary?.[k] ?? 0;
    realCos += value * cos;
    realSin += value * sin;
    otherCos += other * cos;
    otherSin += other * sin;
  }
  return Math.max(
    Math.hypot(realCos + otherSin, otherCos - realSin),
    Math.hypot(realCos - otherSin, otherCos + realSin),
  );
}

function impulsesOf(layer: layers.Layer): Impulse[] {
  const weights = layer.getWeights().map((weight) => weight.dataSync());
  const config = layer.getConfig();
  const size = config.kernelSize as number;
  switch (layer.getClassName()) {
    case "SincConvolution1D": {
      const bank = config as unknown as Parameters<typeof sincFilters>[0];
      const filters = weights[0]!.length;
      return columnsOf(sincFilters(bank, weights[0]!, weights[1]!).values, filters).map((real) => ({ real }));
    }
    case "GaborEnergy1D":
      return complexColumns(gaborFilters(size, weights[0]!, weights[1]!).values, weights[0]!.length);
    case "TrainableSTFT":
      return complexColumns(weights[0]!, Math.floor((config.nFft as number) / 2) + 1);
    case "Conv1D": {
      const [, channels, filters] = layer.getWeights()[0]!.shape;
      if (channels === 1) return columnsOf(weights[0]!, filters!).map((real) => ({ real }));
    }
  }
  throw new QuadrantError("bad-argument", `${layer.name} is a ${layer.getClassName()} that sees no waveform`, {
    remedy: "Name the first layer of a network that takes samples.",
  });
}

/** (size, filters) as samples of each filter. */
function columnsOf(values: Numbers, filters: number): Float64Array[] {
  return Array.from({ length: filters }, (_, f) =>
    Float64Array.from({ length: values.length / filters }, (__, k) => values[k * filters + f]!),
  );
}

function complexColumns(values: Numbers, filters: number): Impulse[] {
  const columns = columnsOf(values, 2 * filters);
  return columns.slice(0, filters).map((real, f) => ({ real, imaginary: columns[filters + f]! }));
}
