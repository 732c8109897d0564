import { badAudio, COPY_AGAIN } from "./bad-audio";
import type { ByteSource } from "./byte-source";
import { type Announced, wasmReader } from "./wasm-decoder";

/** No Ogg page is longer (https://www.rfc-editor.org/rfc/rfc3533, 6). */
const LONGEST_PAGE = 65_307;
const PAGE_HEADER = 27;
const LAST_PAGE_FLAG = 4;

/** Reads Ogg Vorbis. A file without its last page, or with pages missing, is refused. */
export const readOggVorbis = wasmReader(async () => {
  const { OggVorbisDecoder } = await import("@wasm-audio-decoders/ogg-vorbis");
  return new OggVorbisDecoder();
}, lastPosition);

/** The position that the last page gives: the number of samples in the stream. */
function lastPosition(source: ByteSource): Announced {
  const tail = Buffer.from(source.read(Math.max(0, source.size - LONGEST_PAGE), source.size));
  const at = tail.lastIndexOf("OggS");
  if (at < 0 || at + PAGE_HEADER > tail.length || (tail[at + 5]! & LAST_PAGE_FLAG) === 0) {
    throw badAudio(source.path, "ends before its last page", COPY_AGAIN);
  }
  return { total: Number(tail.readBigUInt64LE(at + 6)) };
}
