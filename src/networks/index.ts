export { type FrameBuffer, frameBuffer } from "./frame-buffer";
export * from "./insight";
export * from "./models";
export {
  accelerate,
  type RecurrentLayerMakers,
  type RecurrentOptions,
  recurrentLayers,
  startFromNoise,
  withInputGradient,
} from "./recurrent-layers";
export { type SequenceSource, type Sequences, sequencesInMemory } from "./sequence-source";
export * from "./sources";
export {
  type Backend,
  type BackendAttempt,
  type LoadedTensorFlow,
  loadTensorFlow,
  type TensorFlow,
} from "./tensorflow";
export * from "./training";
