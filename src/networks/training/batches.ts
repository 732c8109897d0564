import type { MT19937 } from "../../random";

/** Batches among which items of like length are brought together. */
const WINDOW = 8;

/** The items 0 to `count` - 1 in their order, `batchSize` a batch. */
export function batchesInOrder(count: number, batchSize: number): number[][] {
  return chunks(
    Array.from({ length: count }, (_, item) => item),
    batchSize,
  );
}

/**
 * The items 0 to `count` - 1 in a random order. Where lengths are given, items of eight batches at a time are sorted by
 * them, so that a batch has little padding, and the batches come in a random order.
 */
export function randomBatches(
  count: number,
  batchSize: number,
  random: MT19937,
  lengths?: ArrayLike<number>,
): number[][] {
  const order = random.permutation(count);
  if (lengths === undefined) return chunks(order, batchSize);
  const batches = chunks(order, WINDOW * batchSize).flatMap((window) =>
    chunks(
      window.sort((a, b) => lengths[a]! - lengths[b]!),
      batchSize,
    ),
  );
  random.shuffle(batches);
  return batches;
}

function chunks(items: readonly number[], size: number): number[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
}
