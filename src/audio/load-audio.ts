import { readFileSync } from "node:fs";
import { extname } from "node:path";
import { messageOf, QuadrantError } from "../errors";
import type { Audio } from "./audio";
import { decodeWav } from "./wav-reader";

/** The sample rate that everything is analysed at, in Hz, as librosa.load's default. */
export const DEFAULT_SR = 22_050;

/**
 * Reads an audio file as mono samples at the sample rate asked for.
 *
 * WAV only, and without resampling: the file must have the rate `sr`.
 *
 * @param path a WAV file
 * @param options.sr Hz; 22,050 by default
 * @throws QuadrantError "missing-file" when it cannot be read, "bad-audio" when it is no usable audio or has another rate
 *
 * @example
 * const { samples, seconds } = loadAudio("clip.wav");
 */
export function loadAudio(path: string, options: { readonly sr?: number | undefined } = {}): Audio {
  return decodeAudio(readAudioFile(path), path, options);
}

/** The bytes of an audio file. @throws QuadrantError "missing-file" */
export function readAudioFile(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new QuadrantError("missing-file", `cannot read ${path}: ${messageOf(cause)}`, {
      path,
      remedy: "Check that the file is there and may be read.",
      cause,
    });
  }
}

/** Does what `loadAudio` does with bytes that were read already. */
export function decodeAudio(
  bytes: Uint8Array,
  path: string,
  options: { readonly sr?: number | undefined } = {},
): Audio {
  const sr = options.sr ?? DEFAULT_SR;
  if (extname(path).toLowerCase() !== ".wav") {
    throw new QuadrantError("bad-audio", `${path} is not a .wav file`, {
      path,
      remedy: "Only WAV files are read so far: convert it first.",
    });
  }
  const audio = decodeWav(bytes, path);
  if (audio.sampleRate !== sr) {
    throw new QuadrantError("bad-audio", `${path} has a sample rate of ${audio.sampleRate} Hz, not ${sr} Hz`, {
      path,
      remedy: `Resampling is a coming piece: until then convert the file to ${sr} Hz.`,
    });
  }
  return audio;
}
