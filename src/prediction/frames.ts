import { DEFAULT_SR } from "../audio";

/** Samples from one frame to the next: librosa's default, with which stores are filled. */
const HOP_LENGTH = 512;

/** Of features with the default parameters: what models are trained on, and asked with. */
export const FRAMES_PER_SECOND = DEFAULT_SR / HOP_LENGTH;
