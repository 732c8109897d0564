/** What the four bytes before an MPEG audio frame say (ISO 11172-3 and 13818-3, section 2.4.2.3). */
interface MpegHeader {
  readonly layer: 1 | 2 | 3;
  /** Hz. */
  readonly sampleRate: number;
  readonly channels: 1 | 2;
  /** Samples of one channel in a frame. */
  readonly frameSamples: number;
  /** Length of the frame with its header. */
  readonly frameBytes: number;
  /** Length of the side information, which follows the header in layer 3. */
  readonly sideBytes: number;
}

/** kbit/s by the header's index 1 to 14. */
const KBITS = {
  first: [
    [],
    [32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
    [32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
    [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  ],
  second: [
    [],
    [32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
    [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
    [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
  ],
} as const;

/** Hz in MPEG 1; a half of it in MPEG 2, a quarter in 2.5. */
const RATES = [44_100, 48_000, 32_000];

/** The header at byte `at`, or undefined where there is none. Free-format streams are not known. */
export function parseMpegHeader(bytes: Uint8Array, at: number): MpegHeader | undefined {
  if (at + 4 > bytes.length || bytes[at] !== 0xff || (bytes[at + 1]! & 0xe0) !== 0xe0) return undefined;
  const version = (bytes[at + 1]! >> 3) & 3;
  const layerBits = (bytes[at + 1]! >> 1) & 3;
  const rate = RATES[(bytes[at + 2]! >> 2) & 3];
  if (version === 1 || layerBits === 0 || rate === undefined) return undefined;
  const layer = (4 - layerBits) as 1 | 2 | 3;
  const isFirst = version === 3;
  const kbits = KBITS[isFirst ? "first" : "second"][layer][(bytes[at + 2]! >> 4) - 1];
  if (kbits === undefined) return undefined;
  const sampleRate = rate / (isFirst ? 1 : version === 2 ? 2 : 4);
  const padding = (bytes[at + 2]! >> 1) & 1;
  const channels = bytes[at + 3]! >> 6 === 3 ? 1 : 2;
  const frameSamples = layer === 1 ? 384 : layer === 3 && !isFirst ? 576 : 1152;
  const slot = layer === 1 ? 4 : 1;
  const frameBytes = (Math.floor(((frameSamples / 8 / slot) * kbits * 1000) / sampleRate) + padding) * slot;
  const sideBytes = isFirst ? (channels === 1 ? 17 : 32) : channels === 1 ? 9 : 17;
  return { layer, sampleRate, channels, frameSamples, frameBytes, sideBytes };
}

/** Fields of an information frame before the encoder's name, by the bit that says they are there, and their bytes. */
const INFO_FIELDS: readonly [flag: number, bytes: number][] = [
  [1, 4],
  [2, 4],
  [4, 100],
  [8, 4],
];

/** Where, behind the beginning of its name, an encoder writes its delay and padding: 12 bits each. */
const DELAY_OFFSET = 21;

/**
 * Number of samples of one channel that the information frame promises, which encoders put first ("Xing" or "Info"):
 * without the delay and the padding where it tells those.
 */
export function promisedSamples(bytes: Uint8Array, at: number, header: MpegHeader): number | undefined {
  if (header.layer !== 3) return undefined;
  const start = at + 4 + header.sideBytes;
  if (start + 12 > bytes.length) return undefined;
  const name = String.fromCharCode(...bytes.subarray(start, start + 4));
  if (name !== "Xing" && name !== "Info") return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const flags = view.getUint32(start + 4);
  if ((flags & 1) === 0) return undefined;
  const samples = view.getUint32(start + 8) * header.frameSamples;
  const fields = INFO_FIELDS.reduce((sum, [flag, size]) => sum + ((flags & flag) === 0 ? 0 : size), 0);
  const delays = start + 8 + fields + DELAY_OFFSET;
  if (delays + 3 > bytes.length) return samples;
  const both = view.getUint16(delays) * 256 + view.getUint8(delays + 2);
  return Math.max(0, samples - (both >> 12) - (both & 0xfff));
}
