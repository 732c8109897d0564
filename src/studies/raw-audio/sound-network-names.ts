/** The networks of the study by the name that figures and tables give them; windows are in samples. */
export const SOUND_NETWORK_NAMES = [
  "1-D CNN, windows of 16, 64 and 256",
  "1-D CNN, windows of 16",
  "1-D CNN, windows of 64",
  "1-D CNN, windows of 256",
  "sinc filters, CNN",
  "Gabor filters, CNN",
  "trainable STFT, CNN",
  "2-D CNN on log-mel",
  "CRNN on log-mel",
] as const;
export type SoundNetworkName = (typeof SOUND_NETWORK_NAMES)[number];
