import type { SequenceSource } from "../../networks/sequence-source";

/** Steps of clips in memory that workers share. */
export interface SharedSequences {
  readonly data: Float32Array<SharedArrayBuffer>;
  /** (items, steps, rows) */
  readonly shape: [number, number, number];
}

/** Clips that are read at a time. */
const CLIPS = 32;

/** Reads all clips of a source. */
export async function sharedSequences(source: SequenceSource): Promise<SharedSequences> {
  const [items, steps, rows] = source.shape;
  const size = steps * rows;
  const data = new Float32Array(new SharedArrayBuffer(Float32Array.BYTES_PER_ELEMENT * items * size));
  for (let from = 0; from < items; from += CLIPS) {
    const wanted = Array.from({ length: Math.min(CLIPS, items - from) }, (_, i) => from + i);
    await source.read(wanted, data.subarray(from * size, (from + wanted.length) * size));
  }
  return { data, shape: [items, steps, rows] };
}
