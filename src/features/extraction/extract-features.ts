import type { Matrix } from "../../arrays";
import { QuadrantError } from "../../errors";
import { type ChromaParameters, chromaStft } from "../pitch/chroma";
import { melPowers } from "../spectral/mel";
import { type MfccParameters, mfccOfMel } from "../spectral/mfcc";
import { type SpectralContrastParameters, spectralContrast } from "../spectral/spectral-contrast";
import { spectralBandwidth, spectralCentroid, spectralFlatness, spectralRolloff } from "../spectral/spectral-shape";
import { rms, zeroCrossingRate } from "../spectral/time-domain";
import { spectrumOf } from "../spectrum/spectrum";

/** What is extracted, in the order in which rows are stacked; names as in librosa. */
export const FEATURE_NAMES = [
  "chroma_stft",
  "melspectrogram",
  "mfcc",
  "rms",
  "spectral_centroid",
  "spectral_bandwidth",
  "spectral_contrast",
  "spectral_flatness",
  "spectral_rolloff",
  "zero_crossing_rate",
] as const;

export type FeatureName = (typeof FEATURE_NAMES)[number];

/**
 * What a researcher may change. All features share one spectrum (nFft, hopLength, winLength, center); fmin and fmax are
 * those of the mel bands.
 */
export interface ExtractionParameters
  extends Omit<MfccParameters, "power">,
    Pick<ChromaParameters, "nChroma" | "tuning"> {
  /** Of the rolloff; 0.85 by default. */
  readonly rollPercent?: number | undefined;
  /** Of the contrast; 200 Hz, 6 octaves and 0.02 by default. */
  readonly contrast?: Pick<SpectralContrastParameters, "fmin" | "nBands" | "quantile"> | undefined;
}

/**
 * All features of a clip from one shared spectrum: each (rows, frames), float32, all of the same number of frames.
 *
 * @param y mono samples
 * @param sr Hz; 22,050 by default
 * @throws QuadrantError "bad-argument" for empty or non-finite samples and impossible parameters
 *
 * @example
 * const { mfcc, rms } = extractFeatures(samples, 22_050);
 */
export function extractFeatures(
  y: Float32Array,
  sr = 22_050,
  parameters: ExtractionParameters = {},
): Record<FeatureName, Matrix> {
  const { rollPercent, contrast } = parameters;
  const spectrum = spectrumOf({ y, sr }, parameters);
  const framing = { frameLength: spectrum.nFft, hopLength: spectrum.hopLength, center: parameters.center };
  const mel = melPowers(spectrum, parameters);
  return {
    chroma_stft: chromaStft(spectrum, parameters),
    melspectrogram: { data: Float32Array.from(mel.powers), shape: [mel.bands, mel.frames] },
    mfcc: mfccOfMel(mel, parameters.nMfcc),
    rms: rms({ y }, framing),
    spectral_centroid: spectralCentroid(spectrum),
    spectral_bandwidth: spectralBandwidth(spectrum),
    spectral_contrast: spectralContrast(spectrum, contrast),
    spectral_flatness: spectralFlatness(spectrum),
    spectral_rolloff: spectralRolloff(spectrum, { rollPercent }),
    zero_crossing_rate: zeroCrossingRate({ y }, framing),
  };
}

/** The feature of that name. @throws QuadrantError "bad-argument" when it is not among `features` */
export function featureOf(features: Readonly<Record<string, Matrix>>, name: FeatureName): Matrix {
  const found = features[name];
  if (found !== undefined) return found;
  throw new QuadrantError("bad-argument", `there is no feature ${name}`, {
    remedy: `There are: ${Object.keys(features).join(", ")}.`,
  });
}
