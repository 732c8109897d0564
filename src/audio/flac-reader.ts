import { badAudio, COPY_AGAIN } from "./bad-audio";
import type { ByteSource } from "./byte-source";
import { type Announced, wasmReader } from "./wasm-decoder";

/** STREAMINFO stands first: 4 bytes "fLaC", 4 of its own header, then 34 (https://www.rfc-editor.org/rfc/rfc9639, 8.2). */
const STREAMINFO_END = 42;

/** Reads FLAC of 4 to 24 bits, 1 to 8 channels. */
export const readFlac = wasmReader(async () => {
  const { FLACDecoder } = await import("@wasm-audio-decoders/flac");
  return new FLACDecoder();
}, streamInfo);

function streamInfo(source: ByteSource, start: number): Announced {
  const head = source.read(start, start + STREAMINFO_END);
  if (head.length < STREAMINFO_END) throw badAudio(source.path, "ends within its header", COPY_AGAIN);
  const view = new DataView(head.buffer, head.byteOffset + 18, 8);
  const sampleRate = view.getUint32(0) >>> 12;
  const bits = ((view.getUint16(2) >> 4) & 31) + 1;
  if (sampleRate === 0 || bits < 4) {
    throw badAudio(
      source.path,
      `has a broken header: ${sampleRate} Hz, ${bits} bits`,
      "Copy or encode the file again.",
    );
  }
  const total = (view.getUint8(3) & 15) * 2 ** 32 + view.getUint32(4);
  return {
    // Encoders that write to a pipe leave 0 where they cannot know the length.
    total: total === 0 ? undefined : total,
    // The decoder divides by 2^(bits - 1) - 1, libsndfile by 2^(bits - 1).
    gain: 1 - 2 ** (1 - bits),
  };
}
