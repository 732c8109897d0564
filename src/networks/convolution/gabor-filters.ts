import { hzToMel, melToHz } from "../../features/spectral/mel";
import type { DesignedKernel } from "./designed-kernel";

/** The width of a Gaussian where it has fallen to a half, in standard deviations. */
const WIDTH_OF_HALF = 2 * Math.sqrt(2 * Math.log(2));

/** What counts nothing beside the middle of a filter. */
const TINY = 1e-20;

/** Limits of what is learned: centres are radians a sample, widths standard deviations of the Gaussian in samples. */
function gaborLimits(kernelSize: number): { readonly least: number; readonly most: number } {
  return { least: (2 * WIDTH_OF_HALF) / Math.PI, most: (kernelSize * WIDTH_OF_HALF) / (2 * Math.PI) };
}

/**
 * Centres and widths like those of mel bands (HTK's formula) from 60 Hz to 7,800 Hz, or to half the sample rate: each
 * Gaussian falls to a half where its triangle does.
 */
export function gaborMelBands(filters: number, sampleRate: number, kernelSize: number): [Float32Array, Float32Array] {
  const htk = { htk: true };
  const [first, last] = [hzToMel(60, htk), hzToMel(Math.min(7800, sampleRate / 2), htk)];
  const hz = Array.from({ length: filters + 2 }, (_, i) => melToHz(first + ((last - first) * i) / (filters + 1), htk));
  const centres = Float32Array.from({ length: filters }, (_, f) => (2 * Math.PI * hz[f + 1]!) / sampleRate);
  const { least, most } = gaborLimits(kernelSize);
  const widths = Float32Array.from({ length: filters }, (_, f) => {
    const halfWidth = (Math.PI * (hz[f + 2]! - hz[f]!)) / sampleRate;
    return Math.min(most, Math.max(least, WIDTH_OF_HALF / halfWidth));
  });
  return [centres, widths];
}

/**
 * LEAF's complex Gabor filters (Zeghidour et al., arXiv 2101.08596): Gaussians of area 1 times a rotation. A kernel
 * (kernelSize, 2 * filters): real parts of all filters, then imaginary ones. Centres are held between 0 and pi, widths
 * between `gaborLimits`.
 */
export function gaborFilters(
  kernelSize: number,
  centres: ArrayLike<number>,
  widths: ArrayLike<number>,
): DesignedKernel {
  const filters = centres.length;
  const half = Math.floor(kernelSize / 2);
  const { least, most } = gaborLimits(kernelSize);
  const [held, spread] = [
    Float64Array.from(centres, (centre) => Math.min(Math.PI, Math.max(0, centre))),
    Float64Array.from(widths, (width) => Math.min(most, Math.max(least, width))),
  ];
  const values = new Float64Array(kernelSize * 2 * filters);
  const places = (k: number, f: number): [real: number, imaginary: number] => [
    2 * k * filters + f,
    (2 * k + 1) * filters + f,
  ];
  for (let k = 0; k < kernelSize; k++) {
    const t = k - half;
    for (let f = 0; f < filters; f++) {
      const size = Math.exp(-(t * t) / (2 * spread[f]! ** 2)) / (Math.sqrt(2 * Math.PI) * spread[f]!);
      // Numbers as small as the tails would become in float32 cost processors ten times the time.
      if (size < TINY) continue;
      const [real, imaginary] = places(k, f);
      values[real] = size * Math.cos(held[f]! * t);
      values[imaginary] = size * Math.sin(held[f]! * t);
    }
  }
  return {
    values,
    back(gradient) {
      const [ofCentre, ofWidth] = [new Float64Array(filters), new Float64Array(filters)];
      for (let k = 0; k < kernelSize; k++) {
        const t = k - half;
        for (let f = 0; f < filters; f++) {
          const [real, imaginary] = places(k, f);
          const [through, across] = [gradient[real]!, gradient[imaginary]!];
          ofCentre[f]! += t * (across * values[real]! - through * values[imaginary]!);
          const slope = (t * t) / spread[f]! ** 3 - 1 / spread[f]!;
          ofWidth[f]! += slope * (through * values[real]! + across * values[imaginary]!);
        }
      }
      // What is held at its limit does not follow.
      return [
        ofCentre.map((slope, f) => (held[f] === centres[f] ? slope : 0)),
        ofWidth.map((slope, f) => (spread[f] === widths[f] ? slope : 0)),
      ];
    },
  };
}

/** Widths of low-passes are a share of half their size, held between these. */
function lowPassLimits(size: number): { readonly least: number; readonly most: number } {
  return { least: 2 / size, most: 0.5 };
}

/** LEAF's Gaussian low-passes, 1 in the middle: a kernel (size, filters). */
export function lowPasses(size: number, widths: ArrayLike<number>): DesignedKernel {
  const filters = widths.length;
  const { least, most } = lowPassLimits(size);
  const held = Float64Array.from(widths, (width) => Math.min(most, Math.max(least, width)));
  const half = Math.max(0.5, (size - 1) / 2);
  const values = new Float64Array(size * filters);
  for (let k = 0; k < size; k++) {
    for (let f = 0; f < filters; f++) values[k * filters + f] = Math.exp(-(((k - half) / (held[f]! * half)) ** 2) / 2);
  }
  return {
    values,
    back(gradient) {
      const slopes = new Float64Array(filters);
      for (let k = 0; k < size; k++) {
        const square = ((k - half) / half) ** 2;
        for (let f = 0; f < filters; f++) {
          slopes[f]! += (gradient[k * filters + f]! * values[k * filters + f]! * square) / held[f]! ** 3;
        }
      }
      return [slopes.map((slope, f) => (held[f] === widths[f] ? slope : 0))];
    },
  };
}
