import { QuadrantError } from "../errors";
import type { Audio } from "./audio";

/** Values of wFormatTag, as in Microsoft's "Multiple channel audio data and WAVE files" (2007). */
const PCM = 1;
const IEEE_FLOAT = 3;
const EXTENSIBLE = 0xfffe;

/** Length of the fields that every "fmt " chunk has, and where an extensible one keeps the true format. */
const FORMAT_BYTES = 16;
const SUBFORMAT_OFFSET = 24;

/** What programs that write to a pipe put where they cannot know the length. */
const UNKNOWN_LENGTHS = [0, 0xffffffff];

interface WavFormat {
  readonly channels: number;
  readonly sampleRate: number;
  /** Bytes of one sample of one channel. */
  readonly width: number;
  readonly float: boolean;
}

/**
 * Reads a WAV file: PCM of 8 (unsigned), 16, 24 or 32 bits, or floats of 32 or 64 bits, plain or extensible, any number of channels.
 *
 * Integers are divided by 2^(bits - 1), as libsndfile does, so that -32768 becomes -1 and what `encodeWav` wrote comes
 * back unchanged.
 *
 * @param bytes the whole file
 * @param path named in errors
 * @throws QuadrantError "bad-audio" when the file is empty, is no WAV file, was cut, uses another coding, or holds NaN
 *
 * @example
 * const { samples, sampleRate } = decodeWav(readFileSync("clip.wav"), "clip.wav");
 */
export function decodeWav(bytes: Uint8Array, path = "the WAV data"): Audio {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  checkHeader(file, path);
  let format: WavFormat | undefined;
  for (let at = 12; at + 8 <= file.length; ) {
    const name = file.toString("latin1", at, at + 4);
    const length = file.readUInt32LE(at + 4);
    const start = at + 8;
    if (name === "fmt ") format = readFormat(file, start, length, path);
    if (name === "data") {
      if (format === undefined) throw bad(path, "has samples before their format", "Save the file again as WAV.");
      return readData(file, start, length, format, path);
    }
    at = start + length + (length % 2);
  }
  throw bad(path, "ends before its samples begin", "Copy the file again: it was cut.");
}

function checkHeader(file: Buffer, path: string): void {
  if (file.length === 0) throw bad(path, "is empty (0 bytes)", "Copy the file again.");
  const magic = file.toString("latin1", 0, 4);
  if (magic !== "RIFF" || file.toString("latin1", 8, 12) !== "WAVE") {
    const begins = JSON.stringify(file.toString("latin1", 0, Math.min(12, file.length)));
    throw bad(
      path,
      `is not a WAV file: it begins with ${begins}`,
      "Check what the file really holds; WAV files begin with RIFF....WAVE.",
    );
  }
}

function readFormat(file: Buffer, start: number, length: number, path: string): WavFormat {
  if (length < FORMAT_BYTES || start + length > file.length) {
    throw bad(path, "ends within its header", "Copy the file again: it was cut.");
  }
  const tag = file.readUInt16LE(start);
  const coding =
    tag === EXTENSIBLE && length >= SUBFORMAT_OFFSET + 2 ? file.readUInt16LE(start + SUBFORMAT_OFFSET) : tag;
  const channels = file.readUInt16LE(start + 2);
  const sampleRate = file.readUInt32LE(start + 4);
  const blockBytes = file.readUInt16LE(start + 12);
  const bits = file.readUInt16LE(start + 14);
  const float = coding === IEEE_FLOAT;
  const known = float ? [32, 64] : coding === PCM ? [8, 16, 24, 32] : [];
  if (!known.includes(bits)) {
    throw bad(
      path,
      `has coding ${coding} with ${bits} bits, which is not read`,
      "Save it as PCM of 8, 16, 24 or 32 bits or as floats of 32 or 64 bits.",
    );
  }
  if (channels === 0 || sampleRate === 0 || blockBytes !== (channels * bits) / 8) {
    throw bad(
      path,
      `has a broken header: ${channels} channels, ${sampleRate} Hz, ${blockBytes} bytes a frame`,
      "Save the file again as WAV.",
    );
  }
  return { channels, sampleRate, width: bits / 8, float };
}

function readData(file: Buffer, start: number, length: number, format: WavFormat, path: string): Audio {
  const { channels, sampleRate, width } = format;
  const frameBytes = channels * width;
  const there = file.length - start;
  const bytes = UNKNOWN_LENGTHS.includes(length) ? there : length;
  const frames = Math.floor(bytes / frameBytes);
  if (there < bytes) {
    const held = Math.floor(there / frameBytes).toLocaleString("en");
    throw bad(path, `holds ${held} of ${frames.toLocaleString("en")} samples`, "Copy the file again: it was cut.");
  }
  if (frames === 0) throw bad(path, "holds no samples", "Leave the file out, or make it again.");
  const samples = new Float32Array(frames);
  const read = sampleReader(file, format);
  for (let i = 0, at = start; i < frames; i++) {
    let sum = 0;
    for (let channel = 0; channel < channels; channel++, at += width) sum += read(at);
    const value = sum / channels;
    if (!Number.isFinite(value)) {
      throw bad(
        path,
        `holds ${value} at sample ${i.toLocaleString("en")}`,
        "Make the file again: samples must be finite numbers.",
      );
    }
    samples[i] = value;
  }
  return { samples, sampleRate, seconds: frames / sampleRate };
}

function sampleReader(file: Buffer, { width, float }: WavFormat): (at: number) => number {
  if (float) return width === 4 ? (at) => file.readFloatLE(at) : (at) => file.readDoubleLE(at);
  if (width === 1) return (at) => (file[at]! - 128) / 128;
  if (width === 2) return (at) => file.readInt16LE(at) / 0x8000;
  if (width === 3) return (at) => file.readIntLE(at, 3) / 0x80_0000;
  return (at) => file.readInt32LE(at) / 0x8000_0000;
}

function bad(path: string, what: string, remedy: string): QuadrantError {
  return new QuadrantError("bad-audio", `${path} ${what}`, { path, remedy });
}
