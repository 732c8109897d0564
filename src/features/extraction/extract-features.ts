import type { Matrix } from "../../arrays";
import { QuadrantError } from "../../errors";
import { type ChromaParameters, chromaStft } from "../pitch/chroma";
import { chromaCens } from "../pitch/chroma-cens";
import { chromaVqt } from "../pitch/chroma-cqt";
import { magnitudes } from "../pitch/constant-q";
import { tonnetz } from "../pitch/tonnetz";
import { fourierTempogram, tempo, tempogramRatio } from "../rhythm";
import { type MfccParameters, mfccOfDecibels } from "../spectral/mfcc";
import { type SpectralContrastParameters, spectralContrast } from "../spectral/spectral-contrast";
import { spectralBandwidth, spectralCentroid, spectralFlatness, spectralRolloff } from "../spectral/spectral-shape";
import { rms, zeroCrossingRate } from "../spectral/time-domain";
import { Analyses } from "./analyses";
import { ALL_FEATURES, FEATURE_NAMES, type FeatureName, type StudyFeature } from "./feature-names";

/**
 * What a researcher may change. All features share one spectrum (nFft, hopLength, winLength, center); fmin and fmax are
 * those of the mel bands; tuning, as a share of a pitch class, is that of chroma_stft and of what the constant-Q transform
 * gives. chroma_vqt has the just intervals of the study ("ji5").
 */
export interface ExtractionParameters<Name extends FeatureName = FeatureName>
  extends Omit<MfccParameters, "power" | "norm" | "melNorm">,
    Pick<ChromaParameters, "nChroma" | "tuning"> {
  /** Which features; the study's by default. */
  readonly features?: readonly Name[] | undefined;
  /** Of the rolloff; 0.85 by default. */
  readonly rollPercent?: number | undefined;
  /** Of the contrast; 200 Hz, 6 octaves and 0.02 by default. */
  readonly contrast?: Pick<SpectralContrastParameters, "fmin" | "nBands" | "quantile"> | undefined;
}

/** How each feature is made from what is shared. */
const RECIPES: Readonly<Record<FeatureName, (analyses: Analyses) => Matrix>> = {
  chroma_stft: ({ spectrum, parameters }) => chromaStft(spectrum, parameters),
  chroma_cqt: (analyses) => analyses.chromaCqt,
  // librosa has no default intervals; these are the study's.
  chroma_vqt: ({ signal, parameters: { hopLength } }) => chromaVqt(signal, { hopLength, intervals: "ji5" }),
  melspectrogram: ({ mel }) => mel,
  mfcc: ({ decibels, parameters }) => mfccOfDecibels(decibels, parameters),
  rms: ({ signal, framing }) => rms(signal, framing),
  spectral_centroid: ({ spectrum }) => spectralCentroid(spectrum),
  spectral_bandwidth: ({ spectrum }) => spectralBandwidth(spectrum),
  spectral_contrast: ({ spectrum, parameters }) => spectralContrast(spectrum, parameters.contrast),
  spectral_flatness: ({ spectrum }) => spectralFlatness(spectrum),
  spectral_rolloff: ({ spectrum, parameters }) => spectralRolloff(spectrum, { rollPercent: parameters.rollPercent }),
  tonnetz: (analyses) => tonnetz({ chroma: analyses.chromaCqt }),
  zero_crossing_rate: ({ signal, framing }) => zeroCrossingRate(signal, framing),
  // One number a clip, which the study repeats over time.
  tempo: ({ onsets, parameters: { hopLength } }) => repeated(tempo(onsets, { hopLength }), onsets.onsetEnvelope.length),
  chroma_cens: ({ cqt, parameters: { nChroma = 12 } }) => chromaCens(cqt, { nChroma, binsPerOctave: 3 * nChroma }),
  tempogram: (analyses) => analyses.tempogram,
  fourier_tempogram: ({ onsets, parameters: { hopLength } }) => magnitudes(fourierTempogram(onsets, { hopLength })),
  tempogram_ratio: (analyses) =>
    tempogramRatio({ tg: analyses.tempogram, sr: analyses.sr }, { hopLength: analyses.parameters.hopLength }),
};

function repeated(value: number, frames: number): Matrix {
  return { data: new Float32Array(frames).fill(value), shape: [1, frames] };
}

/**
 * The features of a clip, each (rows, frames), float32; what several of them need is computed once, and what none needs
 * not at all.
 *
 * @param y mono samples
 * @param sr Hz; 22,050 by default
 * @param parameters.features which, in which order; the study's by default
 * @throws QuadrantError "bad-argument" for empty or non-finite samples, features that are not known and impossible
 * parameters
 *
 * @example
 * const { mfcc, rms } = extractFeatures(samples, 22_050);
 * const { chroma_stft } = extractFeatures(samples, 22_050, { features: ["chroma_stft"] });
 */
export function extractFeatures<Name extends FeatureName = StudyFeature>(
  y: Float32Array,
  sr = 22_050,
  parameters: ExtractionParameters<Name> = {},
): Record<Name, Matrix> {
  const names: readonly FeatureName[] = checkFeatureNames(parameters.features ?? FEATURE_NAMES);
  const analyses = new Analyses(y, sr, parameters);
  return Object.fromEntries(names.map((name) => [name, RECIPES[name](analyses)])) as Record<Name, Matrix>;
}

/** The names, if every one of them is a feature's. @throws QuadrantError "bad-argument" for others, and for none */
export function checkFeatureNames(names: readonly string[]): FeatureName[] {
  const unknown = names.find((name) => !ALL_FEATURES.some((known) => known === name));
  if (unknown === undefined && names.length > 0) return [...new Set(names)] as FeatureName[];
  throw new QuadrantError(
    "bad-argument",
    unknown === undefined ? "no feature was asked for" : `there is no feature ${unknown}`,
    { remedy: `There are: ${ALL_FEATURES.join(", ")}.` },
  );
}
