export { AUGMENTED_MODELS, type AugmentationStudy, type AugmentationWorth, augmentationStudy } from "./augmentation";
export { type CopyPlan, clipsAndCopies } from "./changed-copies";
export { type AugmentationLeak, CLAIMED_GAIN, LEAK_PROTOCOLS } from "./leaks";
export type { SpecAugmentWorth } from "./spec-augment-worth";
