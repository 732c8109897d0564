export { type HarmonicParameters, harmonic, percussive } from "./harmonic";
export { type ForBoth, type HarmonicAndPercussive, type HpssParameters, hpss } from "./hpss";
