import type { Matrix } from "../arrays";
import { QuadrantError } from "../errors";
import type { Audio, MultichannelAudio } from "./audio";
import { badAudio, counted } from "./bad-audio";
import { type ByteSource, bytesSource, fileSource } from "./byte-source";
import { readFlac } from "./flac-reader";
import { readMp3 } from "./mp3-reader";
import { readOggVorbis } from "./ogg-vorbis-reader";
import { release } from "./release";
import { resample } from "./resample";
import { type Excerpt, MAX_SAMPLES, SampleCollector } from "./sample-collector";
import { sniffFormat } from "./sniff-format";
import { readWav } from "./wav-reader";

/** The sample rate that everything is analysed at, in Hz, as librosa.load's default. */
export const DEFAULT_SR = 22_050;

export interface LoadOptions extends Excerpt {
  /** Hz, 22,050 by default; null for the file's own rate. */
  readonly sr?: number | null | undefined;
  /** Whether the channels are averaged, as they are by default. */
  readonly mono?: boolean | undefined;
}

interface KeepChannels extends LoadOptions {
  readonly mono: false;
}

/** For the mean of the channels. */
interface Averaged extends LoadOptions {
  readonly mono?: true | undefined;
}

/**
 * Reads an audio file as librosa.load 0.11.0 does: mono, the mean of its channels, at the sample rate asked for.
 *
 * WAV, MP3, FLAC and Ogg Vorbis, told apart by what they hold. The file is read piece by piece: of a long one, an
 * excerpt costs no more memory than of a short one. With `mono: false` its channels are kept: `channels`, of shape
 * (channels, samples) also where there is only one, takes the place of `samples`.
 *
 * @param path a file
 * @param options the sample rate, the excerpt (`offset`, `duration`, in seconds), and whether channels are averaged
 * @throws QuadrantError "missing-file" when it cannot be read; "bad-audio" when it is no audio, was cut, is broken, or
 *   has more than `MAX_SAMPLES` samples; "bad-argument" for a sample rate or an excerpt that makes no sense
 *
 * @example
 * const { samples, seconds } = await loadAudio("song.mp3", { offset: 30, duration: 30 });
 * const { channels } = await loadAudio("song.mp3", { sr: null, mono: false });
 */
export async function loadAudio(path: string, options: KeepChannels): Promise<MultichannelAudio>;
export async function loadAudio(path: string, options?: Averaged): Promise<Audio>;
export async function loadAudio(path: string, options: LoadOptions = {}): Promise<Audio | MultichannelAudio> {
  const source = fileSource(path);
  try {
    return await readSource(source, options);
  } finally {
    source.close();
  }
}

/** Does what `loadAudio` does with bytes that were read already; `path` is named in errors. */
export function decodeAudio(bytes: Uint8Array, path: string, options: KeepChannels): Promise<MultichannelAudio>;
export function decodeAudio(bytes: Uint8Array, path: string, options?: Averaged): Promise<Audio>;
export function decodeAudio(
  bytes: Uint8Array,
  path: string,
  options: LoadOptions = {},
): Promise<Audio | MultichannelAudio> {
  return readSource(bytesSource(bytes, path), options);
}

async function readSource(source: ByteSource, options: LoadOptions): Promise<Audio | MultichannelAudio> {
  const { sr = DEFAULT_SR, mono = true } = options;
  if (sr !== null && !(Number.isFinite(sr) && sr > 0)) {
    throw new QuadrantError("bad-argument", `sr = ${sr}: a sample rate is a number of Hz above 0`, {
      remedy: "Give sr in Hz, or null for the file's own rate.",
    });
  }
  const collector = new SampleCollector(source.path, options, mono);
  const { format, start } = sniffFormat(source);
  if (format === "wav") readWav(source, collector, start);
  else if (format === "mp3") await readMp3(source, collector, start);
  else if (format === "flac") await readFlac(source, collector, start);
  else await readOggVorbis(source, collector, start);
  const native = collector.finish();
  const sampleRate = sr ?? collector.sampleRate;
  checkResampledLength(source.path, native, collector.sampleRate, sampleRate);
  const planes = native.map((plane) => {
    const resampled = resample(plane, collector.sampleRate, sampleRate);
    if (resampled !== plane) release(plane);
    return resampled;
  });
  const [first] = planes as [Float32Array];
  const about = { sampleRate, seconds: first.length / sampleRate };
  return mono ? { samples: first, ...about } : { channels: stacked(planes, first.length), ...about };
}

function stacked(planes: readonly Float32Array[], columns: number): Matrix {
  const data = new Float32Array(planes.length * columns);
  for (const [i, plane] of planes.entries()) data.set(plane, i * columns);
  return { data, shape: [planes.length, columns] };
}

function checkResampledLength(path: string, planes: readonly Float32Array[], origSr: number, targetSr: number): void {
  const resampled = Math.ceil((planes[0]!.length * targetSr) / origSr) * planes.length;
  if (resampled <= MAX_SAMPLES) return;
  throw badAudio(
    path,
    `would have ${counted(resampled)} samples at ${targetSr} Hz, more than ${counted(MAX_SAMPLES)} (its own rate is ${origSr} Hz)`,
    "Read a part of it with duration, or at its own rate with sr: null.",
  );
}
