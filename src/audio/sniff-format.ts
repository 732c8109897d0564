import { badAudio } from "./bad-audio";
import type { ByteSource } from "./byte-source";
import { parseMpegHeader } from "./mpeg-header";

export type AudioFormat = "wav" | "mp3" | "flac" | "ogg-vorbis";

/** Endings of the files that `loadAudio` reads. What a file is, its content decides. */
export const AUDIO_ENDINGS: readonly string[] = [".wav", ".mp3", ".flac", ".ogg"];

/** How far into a file its first MPEG frame may lie, beyond an ID3 tag. */
const SEARCHED_BYTES = 65_536;

/** Files that people have and that are not read: the letters they bear, where, and what they are. */
const OTHERS: readonly [at: number, letters: string, name: string][] = [
  [4, "ftyp", "an MP4 or M4A file"],
  [0, "FORM", "an AIFF file"],
  [0, "RF64", "an RF64 file"],
  [0, "RIFX", "a big-endian WAV file"],
  [0, "MThd", "a MIDI file"],
  [0, "wvpk", "a WavPack file"],
  [0, "caff", "a CAF file"],
  [0, "\x30\x26\xb2\x75", "a WMA file"],
  [0, "\x1a\x45\xdf\xa3", "a Matroska or WebM file"],
];

/** Where the sound begins, behind an ID3 tag if there is one, and in which format. */
interface Sniffed {
  readonly format: AudioFormat;
  /** Byte. */
  readonly start: number;
}

/**
 * Finds the format by what the file holds; its name plays no part.
 *
 * @throws QuadrantError "bad-audio" when the file is empty or none of the formats
 */
export function sniffFormat(source: ByteSource): Sniffed {
  const { path, size } = source;
  if (size === 0) throw badAudio(path, "is empty (0 bytes)", "Copy the file again.");
  const start = tagLength(source.read(0, 10));
  const head = Buffer.from(source.read(start, start + SEARCHED_BYTES));
  const letters = (at: number, length: number) => head.toString("latin1", at, at + length);
  if (letters(0, 4) === "RIFF" && letters(8, 4) === "WAVE") return { format: "wav", start };
  if (letters(0, 4) === "fLaC") return { format: "flac", start };
  if (letters(0, 4) === "OggS") return { format: oggCodec(head, path), start };
  const other = OTHERS.find(([at, sign]) => letters(at, sign.length) === sign);
  const frame = other === undefined ? firstFrame(head, start + head.length >= size) : undefined;
  if (frame !== undefined) return { format: "mp3", start: start + frame };
  const what = other === undefined ? `it begins with ${JSON.stringify(letters(0, 12))}` : `it is ${other[2]}`;
  throw badAudio(
    path,
    `is not a WAV, MP3, FLAC or Ogg Vorbis file: ${what}`,
    "Convert the file to one of these, or check what it really holds.",
  );
}

/** Bytes of the ID3v2 tag that stands before the sound. */
function tagLength(head: Uint8Array): number {
  if (head.length < 10 || head[0] !== 0x49 || head[1] !== 0x44 || head[2] !== 0x33) return 0;
  const footer = (head[5]! & 0x10) === 0 ? 0 : 10;
  return head.subarray(6, 10).reduce((sum, byte) => sum * 128 + (byte & 0x7f), 0) + 10 + footer;
}

function oggCodec(head: Buffer, path: string): AudioFormat {
  const firstPage = head.toString("latin1", 0, 512);
  if (firstPage.includes("\x01vorbis")) return "ogg-vorbis";
  const codec = firstPage.includes("OpusHead") ? "Opus" : firstPage.includes("FLAC") ? "FLAC" : "something else";
  throw badAudio(path, `is an Ogg file that holds ${codec}, not Vorbis`, "Convert it to Ogg Vorbis, FLAC or WAV.");
}

/** Offset of the first frame header that another one of the same kind follows, as its length demands. */
function firstFrame(head: Uint8Array, isWhole: boolean): number | undefined {
  for (let at = 0; at + 4 <= head.length; at++) {
    const header = parseMpegHeader(head, at);
    if (header === undefined) continue;
    const next = at + header.frameBytes;
    // A file of a single frame has no second one.
    if (next >= head.length && isWhole && at === 0) return at;
    const following = parseMpegHeader(head, next);
    if (following?.sampleRate === header.sampleRate && following.layer === header.layer) return at;
  }
  return undefined;
}
