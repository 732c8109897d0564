export type { Audio, MultichannelAudio } from "./audio";
export { fileHash } from "./file-hash";
export { DEFAULT_SR, decodeAudio, type LoadOptions, loadAudio } from "./load-audio";
export { resample } from "./resample";
export { type Excerpt, MAX_SAMPLES } from "./sample-collector";
export { AUDIO_ENDINGS } from "./sniff-format";
export { decodeWav } from "./wav-reader";
export { encodeWav } from "./wav-writer";
