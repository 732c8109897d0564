import type { Audio } from "./audio";
import { badAudio, COPY_AGAIN, counted } from "./bad-audio";
import { type ByteSource, bytesSource } from "./byte-source";
import { SampleCollector } from "./sample-collector";

/** Values of wFormatTag, as in Microsoft's "Multiple channel audio data and WAVE files" (2007). */
const PCM = 1;
const IEEE_FLOAT = 3;
const EXTENSIBLE = 0xfffe;

/** Length of the fields that every "fmt " chunk has, and where an extensible one keeps the true format. */
const FORMAT_BYTES = 16;
const SUBFORMAT_OFFSET = 24;

/** What programs that write to a pipe put where they cannot know the length. */
const UNKNOWN_LENGTHS = [0, 0xffffffff];

/** About how much is read at once. */
const BLOCK_BYTES = 2 ** 18;

interface WavFormat {
  readonly channels: number;
  readonly sampleRate: number;
  /** Bytes of one sample of one channel. */
  readonly width: number;
  readonly float: boolean;
}

/**
 * Reads a WAV file that is in memory: its samples at its own rate, mono.
 *
 * @param bytes the whole file
 * @param path named in errors
 * @throws QuadrantError "bad-audio" when the file is empty, is no WAV file, was cut, uses another coding, or holds NaN
 *
 * @example
 * const { samples, sampleRate } = decodeWav(readFileSync("clip.wav"), "clip.wav");
 */
export function decodeWav(bytes: Uint8Array, path = "the WAV data"): Audio {
  const collector = new SampleCollector(path);
  readWav(bytesSource(bytes, path), collector);
  const [samples] = collector.finish() as [Float32Array];
  return { samples, sampleRate: collector.sampleRate, seconds: samples.length / collector.sampleRate };
}

/**
 * Reads PCM of 8 (unsigned), 16, 24 or 32 bits, or floats of 32 or 64 bits, plain or extensible, any number of channels.
 *
 * Integers are divided by 2^(bits - 1), as libsndfile does, so that -32768 becomes -1 and what `encodeWav` wrote comes
 * back unchanged.
 *
 * @param begin where the file starts in its source
 */
export function readWav(source: ByteSource, collector: SampleCollector, begin = 0): void {
  const { path, size } = source;
  checkHeader(Buffer.from(source.read(begin, begin + 12)), path);
  let format: WavFormat | undefined;
  for (let at = begin + 12; at + 8 <= size; ) {
    const head = Buffer.from(source.read(at, at + 8));
    const name = head.toString("latin1", 0, 4);
    const length = head.readUInt32LE(4);
    const start = at + 8;
    if (name === "fmt ") {
      if (length < FORMAT_BYTES || start + length > size) throw badAudio(path, "ends within its header", COPY_AGAIN);
      format = readFormat(Buffer.from(source.read(start, start + Math.min(length, 40))), path);
    }
    if (name === "data") {
      if (format === undefined) throw badAudio(path, "has samples before their format", "Save the file again as WAV.");
      readData(source, start, length, format, collector);
      return;
    }
    at = start + length + (length % 2);
  }
  throw badAudio(path, "ends before its samples begin", COPY_AGAIN);
}

function checkHeader(head: Buffer, path: string): void {
  if (head.length === 0) throw badAudio(path, "is empty (0 bytes)", "Copy the file again.");
  if (head.toString("latin1", 0, 4) === "RIFF" && head.toString("latin1", 8, 12) === "WAVE") return;
  throw badAudio(
    path,
    `is not a WAV file: it begins with ${JSON.stringify(head.toString("latin1"))}`,
    "Check what the file really holds; WAV files begin with RIFF....WAVE.",
  );
}

function readFormat(chunk: Buffer, path: string): WavFormat {
  const tag = chunk.readUInt16LE(0);
  const isExtensible = tag === EXTENSIBLE && chunk.length >= SUBFORMAT_OFFSET + 2;
  const coding = isExtensible ? chunk.readUInt16LE(SUBFORMAT_OFFSET) : tag;
  const channels = chunk.readUInt16LE(2);
  const sampleRate = chunk.readUInt32LE(4);
  const blockBytes = chunk.readUInt16LE(12);
  const bits = chunk.readUInt16LE(14);
  const float = coding === IEEE_FLOAT;
  const known = float ? [32, 64] : coding === PCM ? [8, 16, 24, 32] : [];
  if (!known.includes(bits)) {
    throw badAudio(
      path,
      `has coding ${coding} with ${bits} bits, which is not read`,
      "Save it as PCM of 8, 16, 24 or 32 bits or as floats of 32 or 64 bits.",
    );
  }
  if (channels === 0 || sampleRate === 0 || blockBytes !== (channels * bits) / 8) {
    throw badAudio(
      path,
      `has a broken header: ${channels} channels, ${sampleRate} Hz, ${blockBytes} bytes a frame`,
      "Save the file again as WAV.",
    );
  }
  return { channels, sampleRate, width: bits / 8, float };
}

function readData(
  source: ByteSource,
  start: number,
  length: number,
  format: WavFormat,
  collector: SampleCollector,
): void {
  const { channels, sampleRate, width } = format;
  const frameBytes = channels * width;
  const there = source.size - start;
  const bytes = UNKNOWN_LENGTHS.includes(length) ? there : length;
  const frames = Math.floor(bytes / frameBytes);
  if (there < bytes) {
    const held = counted(Math.floor(there / frameBytes));
    throw badAudio(source.path, `holds ${held} of ${counted(frames)} samples`, COPY_AGAIN);
  }
  collector.begin({ sampleRate, channels, total: frames });
  const blockFrames = Math.max(1, Math.floor(BLOCK_BYTES / frameBytes));
  const planes = Array.from({ length: channels }, () => new Float32Array(blockFrames));
  const take = takerOf(format);
  // Frames before the excerpt need not be read: they are all of one length.
  for (let frame = collector.skip(frames); frame < frames; frame += blockFrames) {
    const count = Math.min(blockFrames, frames - frame);
    const block = source.read(start + frame * frameBytes, start + (frame + count) * frameBytes);
    const data = new DataView(block.buffer, block.byteOffset, block.byteLength);
    for (const [channel, plane] of planes.entries()) take(data, channel * width, frameBytes, plane.subarray(0, count));
    if (!collector.push(planes, count)) return;
  }
}

/** Fills `plane` with the samples of a channel, which lie `step` bytes apart from `at` on. */
type Take = (data: DataView, at: number, step: number, plane: Float32Array) => void;

/** One loop for each coding, so that the compiler can inline how a sample is read. */
function takerOf({ width, float }: WavFormat): Take {
  if (float && width === 4) return taking((data, at) => data.getFloat32(at, true), 1);
  if (float) return taking((data, at) => data.getFloat64(at, true), 1);
  if (width === 1) return taking((data, at) => data.getUint8(at) - 128, 2 ** 7);
  if (width === 2) return takingInt16;
  if (width === 3) return taking((data, at) => (data.getInt8(at + 2) << 16) | data.getUint16(at, true), 2 ** 23);
  return taking((data, at) => data.getInt32(at, true), 2 ** 31);
}

function taking(sample: (data: DataView, at: number) => number, full: number): Take {
  return (data, at, step, plane) => {
    for (let i = 0, from = at; i < plane.length; i++, from += step) plane[i] = sample(data, from) / full;
  };
}

/** The coding of nearly all files. */
const takingInt16: Take = (data, at, step, plane) => {
  for (let i = 0, from = at; i < plane.length; i++, from += step) plane[i] = data.getInt16(from, true) / 2 ** 15;
};
