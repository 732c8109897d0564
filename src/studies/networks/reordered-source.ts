import type { SequenceSource } from "../../networks/sequence-source";
import { MT19937 } from "../../random";
import type { StepOrder } from "./network-task";

/**
 * The same clips with their steps in another order. What a clip consists of stays, and so does any mean over time; only
 * what comes after what is changed. Each clip is shuffled in its own way, always the same for a seed.
 */
export function reorderedSource(source: SequenceSource, order: StepOrder, seed: number): SequenceSource {
  if (order === "as played") return source;
  const [, steps, rows] = source.shape;
  return {
    ...(source.lengths === undefined ? {} : { lengths: source.lengths }),
    ...(source.names === undefined ? {} : { names: source.names }),
    shape: source.shape,
    async read(items, into, epoch) {
      await source.read(items, into, epoch);
      items.forEach((item, i) => {
        const length = source.lengths?.[item] ?? steps;
        const clip = into.subarray(i * steps * rows, (i * steps + length) * rows);
        const before = clip.slice();
        newOrder(length, order, [seed, item]).forEach((from, to) => {
          clip.set(before.subarray(from * rows, (from + 1) * rows), to * rows);
        });
      });
    },
  };
}

/** Which step comes at each place. */
function newOrder(length: number, order: Exclude<StepOrder, "as played">, seed: readonly number[]): number[] {
  const steps = Array.from({ length }, (_, step) => step);
  if (order === "backwards") return steps.reverse();
  const size = order.shuffledBlocksOf;
  const blocks = Array.from({ length: Math.ceil(length / size) }, (_, i) => steps.slice(i * size, (i + 1) * size));
  new MT19937(seed).shuffle(blocks);
  return blocks.flat();
}
