/** The features that the study learns from, in the order in which it stacks their rows; names as in librosa. */
export const STUDY_FEATURES = [
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

/** What is extracted where nothing else is asked for: the study's features. */
export const FEATURE_NAMES = STUDY_FEATURES;

export type StudyFeature = (typeof STUDY_FEATURES)[number];

export type FeatureName = StudyFeature;

/** Every feature that can be asked for by name. */
export const ALL_FEATURES: readonly FeatureName[] = STUDY_FEATURES;
