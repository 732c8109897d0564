import { MT19937 } from "../../src/random";

/** Spoils a copy of `bytes` in one of the ways files get spoilt; the same seed spoils it in the same way. */
export function mutate(bytes: Uint8Array, seed: number): Buffer {
  const random = new MT19937(seed);
  const below = (limit: number) => Math.floor(random.random() * Math.max(1, limit));
  let file = Buffer.from(bytes);
  const kinds: (() => void)[] = [
    () => {
      for (let i = 1 + below(20); i > 0; i--) file[below(file.length)] = below(256);
    },
    () => {
      file = file.subarray(0, below(file.length));
    },
    () => {
      const [from, length] = [below(file.length), below(2000)];
      file = Buffer.concat([file.subarray(0, from + length), file.subarray(from)]);
    },
    () => {
      const [from, length] = [below(file.length), below(2000)];
      file = Buffer.concat([file.subarray(0, from), file.subarray(from + length)]);
    },
    () => {
      for (let i = 1 + below(6); i > 0; i--) file[below(64)] = [0, 0xff, 0x7f, 0x80, below(256)][below(5)]!;
    },
    () => {
      const from = below(file.length);
      file.fill(below(256), from, Math.min(file.length, from + below(500)));
    },
  ];
  for (let i = 1 + below(2); i > 0 && file.length > 0; i--) kinds[below(kinds.length)]!();
  return file;
}
