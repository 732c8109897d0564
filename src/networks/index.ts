export { AdamW, type AdamWOptions, type AdamWState, clipNorm } from "./adamw";
export { modelFiles } from "./model-files";
export {
  accelerate,
  type RecurrentLayerMakers,
  type RecurrentOptions,
  recurrentLayers,
  withInputGradient,
} from "./recurrent-layers";
export { type SequenceSource, sequencesInMemory } from "./sequence-source";
export { poolFrames, SequenceScaler, type Sequences, takeSequences } from "./sequences";
export { type SimpleRnnOptions, simpleRnn } from "./simple-rnn";
export {
  BACKENDS,
  type Backend,
  type BackendAttempt,
  type LoadedTensorFlow,
  loadTensorFlow,
  type TensorFlow,
} from "./tensorflow";
export {
  type EpochRecord,
  type LabelledSequences,
  predictSequences,
  type TrainingHistory,
  type TrainingOptions,
  trainNetwork,
} from "./train-network";
