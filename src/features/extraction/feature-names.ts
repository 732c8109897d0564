/** The features that the study learns from, in the order in which it stacks their rows; names as in librosa. */
export const STUDY_FEATURES = [
  "chroma_stft",
  "chroma_cqt",
  "chroma_vqt",
  "melspectrogram",
  "mfcc",
  "rms",
  "spectral_centroid",
  "spectral_bandwidth",
  "spectral_contrast",
  "spectral_flatness",
  "spectral_rolloff",
  "tonnetz",
  "zero_crossing_rate",
  "tempo",
] as const;

/** What the study extracted and dropped again; here for the asking. */
export const MORE_FEATURES = ["chroma_cens", "tempogram", "fourier_tempogram", "tempogram_ratio"] as const;

/** What is extracted where nothing else is asked for: the study's features. */
export const FEATURE_NAMES = STUDY_FEATURES;

export type StudyFeature = (typeof STUDY_FEATURES)[number];

export type FeatureName = StudyFeature | (typeof MORE_FEATURES)[number];

/** Every feature that can be asked for by name. */
export const ALL_FEATURES: readonly FeatureName[] = [...STUDY_FEATURES, ...MORE_FEATURES];
