export { AUGMENTED_MODELS, type AugmentationStudy, type AugmentationWorth, augmentationStudy } from "./augmentation";
export { clipsAndCopies } from "./changed-copies";
export { type AugmentationLeak, CLAIMED_GAIN, LEAK_PROTOCOLS } from "./leaks";
export type { SpecAugmentWorth } from "./spec-augment-worth";
