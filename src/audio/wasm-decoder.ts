import { badAudio, COPY_AGAIN, counted } from "./bad-audio";
import type { ByteSource } from "./byte-source";
import { DecoderPool } from "./decoder-pool";
import { quietly } from "./quiet";
import { release } from "./release";
import type { SampleCollector } from "./sample-collector";

const CHUNK_BYTES = 2 ** 18;

/** What a decoder makes of a chunk. */
interface Decoded {
  readonly channelData: readonly Float32Array[];
  /** Of one channel. */
  readonly samplesDecoded: number;
  readonly sampleRate: number;
  readonly errors: readonly { readonly message: string }[];
}

/** A decoder of the wasm-audio-decoders family. */
interface WasmDecoder {
  readonly ready: Promise<void>;
  reset(): Promise<void>;
  decode(chunk: Uint8Array): Promise<Decoded>;
  flush(): Promise<Decoded>;
}

/** What a file says of itself. */
export interface Announced {
  /** How many samples of one channel it holds, where it tells. */
  readonly total: number | undefined;
  /** What its samples have to be multiplied with. */
  readonly gain?: number;
}

/** Reads from byte `start` on. */
type AudioReader = (source: ByteSource, collector: SampleCollector, start: number) => Promise<void>;

/**
 * A reader of files by a decoder of the wasm-audio-decoders family. A file that is broken anywhere, or holds less than it
 * announces, is refused.
 *
 * @param make sets up a decoder
 * @param announce reads what a file says of itself
 */
export function wasmReader(
  make: () => Promise<WasmDecoder>,
  announce: (source: ByteSource, start: number) => Announced,
): AudioReader {
  const pool = new DecoderPool<WasmDecoder>(
    async () => {
      const decoder = await make();
      await decoder.ready;
      return decoder;
    },
    (decoder) => decoder.reset(),
  );
  return async (source, collector, start) => {
    const announced = announce(source, start);
    await pool.use(source.path, (decoder) => readAll(decoder, source, collector, { start, ...announced }));
  };
}

async function readAll(
  decoder: WasmDecoder,
  source: ByteSource,
  collector: SampleCollector,
  { start, total, gain }: Announced & { readonly start: number },
): Promise<void> {
  const { path } = source;
  let begun = false;
  const take = ({ errors, samplesDecoded, sampleRate, channelData }: Decoded): boolean => {
    const [error] = errors;
    if (error !== undefined) {
      const where = counted(collector.decoded);
      throw badAudio(path, `is broken after sample ${where}: ${error.message}`, "Copy the file again.");
    }
    if (samplesDecoded === 0) return true;
    if (!begun) collector.begin({ sampleRate, channels: channelData.length, total });
    begun = true;
    const goesOn = collector.push(channelData, samplesDecoded, gain);
    channelData.forEach(release);
    return goesOn;
  };
  for (let at = start; at < source.size; at += CHUNK_BYTES) {
    // The decoder may look at it after the next chunk is read.
    const chunk = source.read(at, at + CHUNK_BYTES).slice();
    if (!take(await quietly(() => decoder.decode(chunk)))) return;
  }
  if (!take(await quietly(() => decoder.flush()))) return;
  if (total !== undefined && collector.decoded < total) {
    throw badAudio(path, `holds ${counted(collector.decoded)} of ${counted(total)} samples`, COPY_AGAIN);
  }
}
