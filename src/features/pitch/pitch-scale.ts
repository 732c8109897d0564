/** MIDI's number of a frequency: A4 = 440 Hz = 69, twelve to an octave; as librosa.hz_to_midi. */
export function hzToMidi(hz: number): number {
  return 12 * Math.log2(hz / 440) + 69;
}

/** The frequency of MIDI's number, in Hz; as librosa.midi_to_hz. */
export function midiToHz(midi: number): number {
  return 440 * 2 ** ((midi - 69) / 12);
}

/** Octaves above A0 = 27.5 Hz, as librosa.hz_to_octs without tuning. */
export function hzToOctaves(hz: number): number {
  return Math.log2(hz / 27.5);
}

/** C1, where librosa's constant-Q transforms begin: 32.7 Hz. */
export const C1 = midiToHz(24);
