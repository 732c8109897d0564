export { addNoise } from "./noise";
export { type PitchShiftOptions, pitchShift } from "./pitch-shift";
export { timeShift } from "./time-shift";
export { timeStretch } from "./time-stretch";
