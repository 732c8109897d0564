export type { Audio } from "./audio";
export { DEFAULT_SR, decodeAudio, loadAudio, readAudioFile } from "./load-audio";
export { decodeWav } from "./wav-reader";
export { encodeWav } from "./wav-writer";
