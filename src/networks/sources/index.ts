export type { Scaling } from "./clip-layout";
export { fitSequenceScaling, scaledSource } from "./scaled-source";
export { type SpecAugmentOptions, specAugmented } from "./spec-augment";
export { StoreSource, type StoreSourceOptions } from "./store-source";
