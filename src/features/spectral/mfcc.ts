import type { Matrix } from "../../arrays";
import { QuadrantError } from "../../errors";
import { matrixProduct } from "../../kernels/matrix-product";
import { checkCount, type FeatureInput } from "../spectrum/spectrum";
import { type MelNorm, type MelParameters, melspectrogram } from "./mel";
import { powerToDb } from "./power-to-db";

/** How mel bands become coefficients. */
export interface CepstrumParameters {
  /** How many coefficients; 20 by default, at most nMels. */
  readonly nMfcc?: number | undefined;
  /** Of the discrete cosine transform; 2 by default. */
  readonly dctType?: 1 | 2 | 3 | undefined;
  /** Whether the transform is orthonormal ("ortho", the default) or left as it is. */
  readonly norm?: "ortho" | null | undefined;
  /** Above 0, weights coefficient n by 1 + lifter / 2 sin(pi (n + 1) / lifter); 0 by default. */
  readonly lifter?: number | undefined;
}

export interface MfccParameters extends Omit<MelParameters, "norm">, CepstrumParameters {
  /** The norm of the mel bands; "slaney" by default. */
  readonly melNorm?: MelNorm | undefined;
}

/**
 * Mel-frequency cepstral coefficients: (nMfcc, frames).
 *
 * Follows librosa 0.11.0: the orthonormal DCT-II of the mel spectrogram in decibel, which is cut 80 dB below its
 * loudest value.
 *
 * @throws QuadrantError "bad-argument" when nMfcc is more than nMels
 */
export function mfcc(input: FeatureInput, { norm, melNorm, ...parameters }: MfccParameters = {}): Matrix {
  const log = powerToDb(melspectrogram(input, { ...parameters, norm: melNorm }));
  return mfccOfDecibels(log, { ...parameters, norm });
}

/** The same from mel bands in decibel: (nMels, frames). */
export function mfccOfDecibels(log: Matrix, parameters: CepstrumParameters = {}): Matrix {
  const [bands, frames] = log.shape;
  const { nMfcc = 20, dctType = 2, norm = "ortho", lifter = 0 } = parameters;
  if (checkCount("nMfcc", nMfcc) > bands) {
    throw new QuadrantError("bad-argument", `nMfcc = ${nMfcc}, more than the ${bands} mel bands`);
  }
  if (!(lifter >= 0)) throw new QuadrantError("bad-argument", `lifter = ${lifter}, but it must be 0 or more`);
  const basis = new Float64Array(nMfcc * bands);
  for (let c = 0; c < nMfcc; c++) {
    const lift = lifter > 0 ? 1 + (lifter / 2) * Math.sin((Math.PI * (c + 1)) / lifter) : 1;
    basis.set(
      dctRow(dctType, c, bands, norm === "ortho").map((value) => lift * value),
      c * bands,
    );
  }
  const coefficients = matrixProduct().multiply({ data: basis, shape: [nMfcc, bands] }, log);
  return { data: Float32Array.from(coefficients), shape: [nMfcc, frames] };
}

/** Row `k` of the discrete cosine transform of `n` values, as scipy.fft.dct scales it. */
function dctRow(type: 1 | 2 | 3, k: number, n: number, ortho: boolean): Float64Array {
  if (type === 2) {
    const scale = ortho ? Math.sqrt((k === 0 ? 1 : 2) / n) : 2;
    return Float64Array.from({ length: n }, (_, i) => scale * Math.cos((Math.PI * k * (2 * i + 1)) / (2 * n)));
  }
  if (type === 3) {
    const [first, others] = ortho ? [Math.sqrt(1 / n), Math.sqrt(2 / n)] : [1, 2];
    const angle = (Math.PI * (2 * k + 1)) / (2 * n);
    return Float64Array.from({ length: n }, (_, i) => (i === 0 ? first : others * Math.cos(angle * i)));
  }
  if (n < 2) throw new QuadrantError("bad-argument", `dctType = 1 needs at least 2 mel bands, not ${n}`);
  const isEnd = (i: number) => i === 0 || i === n - 1;
  const scale = ortho ? Math.sqrt((isEnd(k) ? 1 : 2) / (n - 1)) / 2 : 1;
  return Float64Array.from({ length: n }, (_, i) => {
    const weight = isEnd(i) ? (ortho ? Math.SQRT2 : 1) : 2;
    return scale * weight * Math.cos((Math.PI * k * i) / (n - 1));
  });
}
