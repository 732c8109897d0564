export type { Audio, MultichannelAudio } from "./audio";
export { DEFAULT_SR, decodeAudio, type LoadOptions, loadAudio, MAX_FILE_BYTES, readAudioFile } from "./load-audio";
export { MISSING_SHARE } from "./mp3-reader";
export { resample } from "./resample";
export { type Excerpt, MAX_SAMPLES } from "./sample-collector";
export { AUDIO_ENDINGS } from "./sniff-format";
export { decodeWav } from "./wav-reader";
export { encodeWav } from "./wav-writer";
