import type { Matrix } from "../../arrays";
import { QuadrantError } from "../../errors";
import { checkCount, type FeatureInput } from "../spectrum/spectrum";
import { type MelParameters, type MelPowers, melPowers } from "./mel";
import { decibels } from "./power-to-db";

export interface MfccParameters extends MelParameters {
  /** How many coefficients; 20 by default, at most nMels. */
  readonly nMfcc?: number | undefined;
}

/**
 * Mel-frequency cepstral coefficients: (nMfcc, frames).
 *
 * Follows librosa 0.11.0: the orthonormal DCT-II of the mel spectrogram in decibel, which is cut 80 dB below its
 * loudest value.
 *
 * @throws QuadrantError "bad-argument" when nMfcc is more than nMels
 */
export function mfcc(input: FeatureInput, parameters: MfccParameters = {}): Matrix {
  return mfccOfMel(melPowers(input, parameters), parameters.nMfcc);
}

/** The same from mel powers, which become decibels in place. */
export function mfccOfMel({ powers, bands, frames }: MelPowers, nMfcc = 20): Matrix {
  if (checkCount("nMfcc", nMfcc) > bands) {
    throw new QuadrantError("bad-argument", `nMfcc = ${nMfcc}, more than the ${bands} mel bands`);
  }
  const log = decibels(powers);
  const basis = dctBasis(nMfcc, bands);
  const data = new Float32Array(nMfcc * frames);
  const sums = new Float64Array(frames);
  for (let c = 0; c < nMfcc; c++) {
    sums.fill(0);
    for (let band = 0; band < bands; band++) {
      const weight = basis[c * bands + band]!;
      const row = band * frames;
      for (let t = 0; t < frames; t++) sums[t]! += weight * log[row + t]!;
    }
    data.set(sums, c * frames);
  }
  return { data, shape: [nMfcc, frames] };
}

/** The first rows of the orthonormal DCT-II: (count, n). */
function dctBasis(count: number, n: number): Float64Array {
  return Float64Array.from({ length: count * n }, (_, i) => {
    const c = Math.floor(i / n);
    const scale = Math.sqrt((c === 0 ? 1 : 2) / n);
    return scale * Math.cos((Math.PI * c * (2 * (i % n) + 1)) / (2 * n));
  });
}
