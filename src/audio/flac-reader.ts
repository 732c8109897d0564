import type { FLACDecoder } from "@wasm-audio-decoders/flac";
import { badAudio, COPY_AGAIN, counted } from "./bad-audio";
import type { ByteSource } from "./byte-source";
import { DecoderPool } from "./decoder-pool";
import { mixDown } from "./mix-down";
import { quietly } from "./quiet";
import type { SampleCollector } from "./sample-collector";

const CHUNK_BYTES = 2 ** 18;

/** STREAMINFO stands first: 4 bytes "fLaC", 4 of its own header, then 34 (https://www.rfc-editor.org/rfc/rfc9639, 8.2). */
const STREAMINFO_END = 42;

const pool = new DecoderPool<FLACDecoder>(
  async () => {
    const { FLACDecoder } = await import("@wasm-audio-decoders/flac");
    const decoder = new FLACDecoder();
    await decoder.ready;
    return decoder;
  },
  (decoder) => decoder.reset(),
);

/** Reads FLAC of 4 to 24 bits, 1 to 8 channels. A file that is cut or has a broken frame is refused. */
export function readFlac(source: ByteSource, collector: SampleCollector, start: number): Promise<void> {
  return pool.use(source.path, (decoder) => decodeFlac(decoder, source, collector, start));
}

async function decodeFlac(
  decoder: FLACDecoder,
  source: ByteSource,
  collector: SampleCollector,
  start: number,
): Promise<void> {
  const { path } = source;
  const { sampleRate, bits, total } = streamInfo(source, start);
  collector.begin(sampleRate, total);
  // The decoder divides by 2^(bits - 1) - 1, libsndfile by 2^(bits - 1).
  const gain = 1 - 2 ** (1 - bits);
  const take = (decoded: Awaited<ReturnType<FLACDecoder["decode"]>>): boolean => {
    const [error] = decoded.errors;
    if (error !== undefined) {
      const where = counted(collector.decoded);
      throw badAudio(path, `is broken after sample ${where}: ${error.message}`, "Copy the file again.");
    }
    const count = decoded.samplesDecoded;
    if (count === 0) return true;
    const mono = new Float32Array(count);
    mixDown(decoded.channelData, count, mono, gain);
    return collector.push(mono);
  };
  for (let at = start; at < source.size; at += CHUNK_BYTES) {
    const chunk = source.read(at, at + CHUNK_BYTES).slice();
    if (!take(await quietly(() => decoder.decode(chunk)))) return;
  }
  if (!take(await quietly(() => decoder.flush()))) return;
  if (total !== undefined && collector.decoded < total) {
    throw badAudio(path, `holds ${counted(collector.decoded)} of ${counted(total)} samples`, COPY_AGAIN);
  }
}

function streamInfo(
  source: ByteSource,
  start: number,
): { sampleRate: number; bits: number; total: number | undefined } {
  const head = source.read(start, start + STREAMINFO_END);
  if (head.length < STREAMINFO_END) throw badAudio(source.path, "ends within its header", COPY_AGAIN);
  const view = new DataView(head.buffer, head.byteOffset + 18, 8);
  const sampleRate = view.getUint32(0) >>> 12;
  const bits = ((view.getUint16(2) >> 4) & 31) + 1;
  const total = (view.getUint8(3) & 15) * 2 ** 32 + view.getUint32(4);
  if (sampleRate === 0 || bits < 4) {
    throw badAudio(
      source.path,
      `has a broken header: ${sampleRate} Hz, ${bits} bits`,
      "Copy or encode the file again.",
    );
  }
  // Encoders that write to a pipe leave 0 where they cannot know the length.
  return { sampleRate, bits, total: total === 0 ? undefined : total };
}
