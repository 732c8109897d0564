export { type AffectScore, type RawAudioStudy, rawAudioStudy, type SoundScore } from "./raw-audio";
export { SOUND_NETWORK_NAMES, type SoundNetworkName } from "./sound-network-names";
export { type RecordedSoundSpeed, soundSpeed } from "./sound-speed";
export type { FirstLayer } from "./sound-task";
