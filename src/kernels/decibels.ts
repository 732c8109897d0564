import { assertAlike, defineKernel, type KernelInstance } from "./define-kernel";
import { layOut } from "./kernel-memory";
import { padded } from "./padded";

/** 10 log10(max(amin, value)) of every value, in place. */
type Decibels = (values: Float32Array, amin: number) => void;

/** Values a block. */
const BLOCK = 16_384;

const plain: Decibels = (values, amin) => {
  for (let i = 0; i < values.length; i++) values[i] = 10 * Math.log10(Math.max(amin, values[i]!));
};

function fast({ memory, functions }: KernelInstance): Decibels {
  return (values, amin) => {
    const [block] = layOut(memory, BLOCK);
    for (let from = 0; from < values.length; from += BLOCK) {
      const count = Math.min(BLOCK, values.length - from);
      block!.set(values.subarray(from, from + count));
      functions.decibels!(block!.byteOffset, padded(count, 4), amin);
      values.set(block!.subarray(0, count), from);
    }
  };
}

/** The logarithms to use in this thread. */
export const decibelsInPlace = defineKernel<Decibels>({
  name: "decibels",
  fast,
  plain,
  compare(compiled, reference) {
    const values = Float32Array.from({ length: 101 }, (_, i) => (i === 0 ? 0 : 1e-12 * 1.7 ** i));
    const [found, expected] = [values.slice(), values.slice()];
    compiled(found, 1e-10);
    reference(expected, 1e-10);
    assertAlike("decibels", found, expected, 1e-6);
  },
});
