export { type Band, type Biquad, biquad } from "./biquad";
export { type EqualiserOptions, equalise } from "./equalise";
export { gain } from "./gain";
export { addNoise } from "./noise";
export { type PitchShiftOptions, pitchShift } from "./pitch-shift";
export { type ReverbOptions, reverb } from "./reverb";
export { timeShift } from "./time-shift";
export { timeStretch } from "./time-stretch";
