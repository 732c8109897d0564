export { type ChromaParameters, chromaStft } from "./chroma";
export { type ChromaCensParameters, chromaCens } from "./chroma-cens";
export {
  type ChromaCqtParameters,
  type ChromaVqtParameters,
  type ConstantQInput,
  chromaCqt,
  chromaVqt,
} from "./chroma-cqt";
export {
  type ComplexMatrix,
  type CqtParameters,
  cqt,
  magnitudes,
  type VqtParameters,
  vqt,
  vqtMagnitudes,
} from "./constant-q";
export { type Intervals, intervalRatios, plimitIntervals, pythagoreanIntervals } from "./intervals";
export type { FrameNorm } from "./normalise-frames";
export { type PiptrackParameters, piptrack } from "./piptrack";
export { hzToMidi, hzToOctaves, midiToHz } from "./pitch-scale";
export { tonnetz } from "./tonnetz";
export { estimateTuning, pitchTuning, type TuningParameters } from "./tuning";
