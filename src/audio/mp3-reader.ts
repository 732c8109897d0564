import { badAudio, COPY_AGAIN, counted } from "./bad-audio";
import type { ByteSource } from "./byte-source";
import { DecoderPool } from "./decoder-pool";
import { parseMpegHeader, promisedSamples } from "./mpeg-header";
import type { SampleCollector } from "./sample-collector";

/**
 * How much of a file may be missing or unreadable, as a share of what its information frame promises.
 *
 * mpg123 passes over broken frames to the next sound one, in librosa as here: a few of them cost 26 ms each.
 */
const MISSING_SHARE = 0.05;

/** What libmpg123 returns: it wants more bytes; the sampling rate became known or changed. */
const NEED_MORE = -10;
const NEW_FORMAT = -11;

/** Attempts to read on after an error without a single sample, before a chunk is given up. */
const FRUITLESS_READS = 64;

/** Samples of one channel that libmpg123 holds back at the ends of a stream: its own delay and one frame. */
const EDGE_SAMPLES = 529 + 1152;

/** Memory shared with the decoder: where it is for WebAssembly, and as an array. */
interface Shared<Data> {
  readonly ptr: number;
  readonly len: number;
  readonly buf: Data;
}

/**
 * The inside of mpg123-decoder 1.0.3, which package.json pins.
 *
 * Its own `decode` would print every broken frame to the console, read on for ever after a lasting error, and copy all
 * samples twice; hence the loop below does the reading.
 */
interface Mpg123 {
  readonly ready: Promise<void>;
  reset(): Promise<void>;
  readonly _decoder: number;
  readonly _input: Shared<Uint8Array>;
  readonly _output: Shared<Float32Array>;
  readonly _samplesDecodedPtr: Shared<Uint32Array>;
  readonly _sampleRatePtr: Shared<Uint32Array>;
  readonly _errorStringPtr: Shared<Uint32Array>;
  readonly _common: {
    readonly wasm: {
      mpeg_decoder_feed(decoder: number, input: number, length: number): number;
      mpeg_decoder_read(
        ...pointers: [decoder: number, output: number, size: number, count: number, rate: number, error: number]
      ): number;
    };
  };
}

const pool = new DecoderPool<Mpg123>(
  async () => {
    const { MPEGDecoder } = await import("mpg123-decoder");
    const decoder = new MPEGDecoder() as unknown as Mpg123;
    await decoder.ready;
    return decoder;
  },
  (decoder) => decoder.reset(),
);

/**
 * Reads MPEG 1, 2 and 2.5, layers 1 to 3, by libmpg123: the samples that libsndfile, and so librosa, gives.
 *
 * The encoder's delay and padding are cut off where the file tells them. Broken frames are passed over; a file that
 * lacks more than `MISSING_SHARE` of what it promises is refused.
 */
export function readMp3(source: ByteSource, collector: SampleCollector, start: number): Promise<void> {
  return pool.use(source.path, (decoder) => decodeMp3(decoder, source, collector, start));
}

function decodeMp3(decoder: Mpg123, source: ByteSource, collector: SampleCollector, start: number): void {
  const { channels, promised } = announced(source, start);
  let begun = false;
  const take = (count: number): boolean => {
    if (!begun) collector.begin({ sampleRate: decoder._sampleRatePtr.buf[0]!, channels, total: promised });
    begun = true;
    // The channels lie one after the other; a mono file comes as two equal ones.
    const { buf } = decoder._output;
    const both = [buf.subarray(0, count), buf.subarray(count, 2 * count)];
    return collector.push(both.slice(0, channels), count);
  };
  for (let at = 0; at < source.size; at += decoder._input.len) {
    const chunk = source.read(at, at + decoder._input.len);
    if (!decodeChunk(decoder, chunk, take)) return;
  }
  checkLength(source.path, collector.decoded, promised);
}

/** Decodes a chunk as far as it goes; false when no more samples are wanted. */
function decodeChunk(decoder: Mpg123, chunk: Uint8Array, take: (count: number) => boolean): boolean {
  const { wasm } = decoder._common;
  decoder._input.buf.set(chunk);
  if (wasm.mpeg_decoder_feed(decoder._decoder, decoder._input.ptr, chunk.length) === NEED_MORE) return true;
  for (let fruitless = 0; fruitless < FRUITLESS_READS; ) {
    decoder._samplesDecodedPtr.buf[0] = 0;
    const state = wasm.mpeg_decoder_read(
      decoder._decoder,
      decoder._output.ptr,
      decoder._output.len,
      decoder._samplesDecodedPtr.ptr,
      decoder._sampleRatePtr.ptr,
      decoder._errorStringPtr.ptr,
    );
    const count = decoder._samplesDecodedPtr.buf[0]!;
    if (count > 0 && !take(count)) return false;
    if (state === NEED_MORE) return true;
    fruitless = count > 0 || state === NEW_FORMAT ? 0 : fruitless + 1;
  }
  return true;
}

/** What the first frame says: how many channels, and how many samples of one, if it is an information frame. */
function announced(source: ByteSource, start: number): { channels: number; promised: number | undefined } {
  const head = source.read(start, start + 256);
  const header = parseMpegHeader(head, 0);
  if (header === undefined) return { channels: 2, promised: undefined };
  return { channels: header.channels, promised: promisedSamples(head, 0, header) };
}

function checkLength(path: string, decoded: number, promised: number | undefined): void {
  if (promised === undefined || decoded === 0) return;
  if (decoded + EDGE_SAMPLES * 2 >= promised * (1 - MISSING_SHARE)) return;
  throw badAudio(path, `holds ${counted(decoded)} of ${counted(promised)} samples`, COPY_AGAIN);
}
