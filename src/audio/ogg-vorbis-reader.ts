import type { OggVorbisDecoder } from "@wasm-audio-decoders/ogg-vorbis";
import { badAudio, COPY_AGAIN, counted } from "./bad-audio";
import type { ByteSource } from "./byte-source";
import { DecoderPool } from "./decoder-pool";
import { mixDown } from "./mix-down";
import { quietly } from "./quiet";
import type { SampleCollector } from "./sample-collector";

const CHUNK_BYTES = 2 ** 18;

/** No Ogg page is longer (https://www.rfc-editor.org/rfc/rfc3533, 6). */
const LONGEST_PAGE = 65_307;
const PAGE_HEADER = 27;
const LAST_PAGE_FLAG = 4;

const pool = new DecoderPool<OggVorbisDecoder>(
  async () => {
    const { OggVorbisDecoder } = await import("@wasm-audio-decoders/ogg-vorbis");
    const decoder = new OggVorbisDecoder();
    await decoder.ready;
    return decoder;
  },
  (decoder) => decoder.reset(),
);

/** Reads Ogg Vorbis. A file without its last page, or with pages missing, is refused. */
export function readOggVorbis(source: ByteSource, collector: SampleCollector, start: number): Promise<void> {
  return pool.use(source.path, (decoder) => decodeOggVorbis(decoder, source, collector, start));
}

async function decodeOggVorbis(
  decoder: OggVorbisDecoder,
  source: ByteSource,
  collector: SampleCollector,
  start: number,
): Promise<void> {
  const { path } = source;
  const total = promisedSamples(source);
  let begun = false;
  const take = (decoded: Awaited<ReturnType<OggVorbisDecoder["decode"]>>): boolean => {
    const [error] = decoded.errors;
    if (error !== undefined) {
      const where = counted(collector.decoded);
      throw badAudio(path, `is broken after sample ${where}: ${error.message}`, "Copy the file again.");
    }
    const count = decoded.samplesDecoded;
    if (count === 0) return true;
    if (!begun) collector.begin(decoded.sampleRate, total);
    begun = true;
    const mono = new Float32Array(count);
    mixDown(decoded.channelData, count, mono);
    return collector.push(mono);
  };
  for (let at = start; at < source.size; at += CHUNK_BYTES) {
    const chunk = source.read(at, at + CHUNK_BYTES).slice();
    if (!take(await quietly(() => decoder.decode(chunk)))) return;
  }
  if (!take(await quietly(() => decoder.flush()))) return;
  if (collector.decoded < total) {
    throw badAudio(path, `holds ${counted(collector.decoded)} of ${counted(total)} samples`, COPY_AGAIN);
  }
}

/** The position that the last page gives: the number of samples in the stream. */
function promisedSamples(source: ByteSource): number {
  const tail = Buffer.from(source.read(Math.max(0, source.size - LONGEST_PAGE), source.size));
  const at = tail.lastIndexOf("OggS");
  if (at < 0 || at + PAGE_HEADER > tail.length || (tail[at + 5]! & LAST_PAGE_FLAG) === 0) {
    throw badAudio(source.path, "ends before its last page", COPY_AGAIN);
  }
  return Number(tail.readBigUInt64LE(at + 6));
}
