import { setImmediate as nextTurn } from "node:timers/promises";
import { QuadrantError } from "../../errors";
import { type FrameBuffer, frameBuffer } from "../frame-buffer";
import type { SequenceSource } from "../sequence-source";
import { nameOf } from "./labelled-source";

/** Frames of some items, read. */
export interface Batch {
  readonly items: readonly number[];
  /** Where the frames lie, from its start on, until the next batch is asked for. */
  readonly buffer: FrameBuffer;
  readonly shape: readonly [items: number, steps: number, features: number];
  /** (items, steps), 0 where a frame is padding; absent where none is. */
  readonly mask: Uint8Array | undefined;
}

interface ReadOptions {
  /** What errors call the source: "train". */
  readonly set: string;
  /** Of a training, for sources that change their clips; absent where clips are to be read as they are. */
  readonly epoch?: number;
  /** Whether to leave frames out that are padding in all items of a batch. */
  readonly trim: boolean;
  readonly signal: AbortSignal;
}

/**
 * Reads batches one ahead of the one at work, into two buffers that are used in turn.
 *
 * @throws QuadrantError "bad-argument" for a value that is not finite, by the name of the item; "interrupted" before the
 *   batch that comes after an abort
 */
export async function* readBatches(
  source: SequenceSource,
  batches: readonly (readonly number[])[],
  options: ReadOptions,
): AsyncGenerator<Batch> {
  const [, steps, features] = source.shape;
  const largest = batches.reduce((size, { length }) => Math.max(size, length), 0);
  // Where the threads of recurrent layers and of sources see them.
  const buffers = [0, 1].map(() => frameBuffer(largest * steps * features));
  const read = (b: number): Promise<void> => {
    const items = batches[b]!;
    const reading = source.read(
      items,
      buffers[b % 2]!.values.subarray(0, items.length * steps * features),
      options.epoch,
    );
    // Its error is told when its turn comes, which may be never.
    reading.catch(() => undefined);
    return reading;
  };
  let ahead = batches.length === 0 ? undefined : read(0);
  try {
    for (const [b, items] of batches.entries()) {
      await ahead;
      ahead = b + 1 < batches.length ? read(b + 1) : undefined;
      // Lets an interrupt, a progress line or another request through.
      await nextTurn();
      if (options.signal.aborted) throw stopped(options, b, batches.length);
      yield batchOf(source, items, buffers[b % 2]!, options);
    }
  } finally {
    // Nobody shall write into memory that is thought to be free.
    await ahead?.catch(() => undefined);
    for (const buffer of buffers) buffer.close();
  }
}

function stopped({ set, epoch }: ReadOptions, done: number, batches: number): QuadrantError {
  const where = epoch === undefined ? "" : ` in epoch ${epoch}`;
  return new QuadrantError("interrupted", `stopped${where} after ${done} of ${batches} batches of the ${set} set`, {
    remedy: "Run it again; a training with a folder goes on after its last whole epoch.",
  });
}

function batchOf(source: SequenceSource, items: readonly number[], buffer: FrameBuffer, options: ReadOptions): Batch {
  const [, all, features] = source.shape;
  const lengths = items.map((item) => source.lengths?.[item] ?? all);
  const steps = options.trim ? Math.max(...lengths) : all;
  if (steps < all) {
    for (let i = 1; i < items.length; i++) {
      buffer.values.copyWithin(i * steps * features, i * all * features, (i * all + steps) * features);
    }
  }
  const values = buffer.values.subarray(0, items.length * steps * features);
  const at = firstNonFinite(values);
  if (at !== undefined) {
    const item = nameOf(source, items[Math.floor(at / (steps * features))]!);
    const where = `step ${Math.floor(at / features) % steps}, feature ${at % features}`;
    throw new QuadrantError("bad-argument", `${item} of the ${options.set} set holds ${values[at]} at ${where}`, {
      remedy: "Leave the clip out, or extract its features again.",
    });
  }
  const mask = lengths.some((length) => length < steps) ? maskOf(lengths, steps) : undefined;
  return { items, buffer, shape: [items.length, steps, features], mask };
}

function maskOf(lengths: readonly number[], steps: number): Uint8Array {
  const mask = new Uint8Array(lengths.length * steps);
  lengths.forEach((length, i) => {
    mask.fill(1, i * steps, i * steps + length);
  });
  return mask;
}

/** The bits of a float32's exponent, all of which are set in what is not finite; and the lowest of them. */
const EXPONENT = 0x7f800000;
const LOWEST = 0x00800000;

/** A batch holds millions of values: an exponent of ones runs over into the sign, which is cheaper than asking each. */
function firstNonFinite(values: Float32Array): number | undefined {
  const words = new Int32Array(values.buffer, values.byteOffset, values.length);
  let signs = 0;
  for (let i = 0; i < words.length; i++) signs |= (words[i]! & EXPONENT) + LOWEST;
  return signs >= 0 ? undefined : values.findIndex((value) => !Number.isFinite(value));
}
