import assert from "node:assert/strict";
import { test } from "node:test";
import { sequencesInMemory, specAugmented } from "../../../src/networks";

const [ITEMS, STEPS, ROWS] = [6, 50, 16] as const;
const data = Float32Array.from({ length: ITEMS * STEPS * ROWS }, (_, i) => 1 + (i % 7));
const lengths = [50, 50, 30, 50, 10, 50];
const plain = sequencesInMemory(
  { data, shape: [ITEMS, STEPS, ROWS] },
  { lengths, names: ["a", "b", "c", "d", "e", "f"] },
);

async function read(source: typeof plain, items: readonly number[], epoch?: number): Promise<number[][]> {
  const into = new Float32Array(items.length * STEPS * ROWS);
  await source.read(items, into, epoch);
  return items.map((_, i) => [...into.subarray(i * STEPS * ROWS, (i + 1) * STEPS * ROWS)]);
}

test("whole stretches and whole bands become 0, and nothing else changes", async () => {
  const source = specAugmented(plain, { seed: 1, timeMasks: 1, timeWidth: 8, rowMasks: 1, rowWidth: 5 });
  assert.deepEqual([source.shape, source.lengths, source.names], [plain.shape, plain.lengths, plain.names]);
  let masked = 0;
  for (let epoch = 1; epoch <= 20; epoch++) {
    const clips = await read(source, [0, 1, 2, 3, 4, 5], epoch);
    const original = await read(plain, [0, 1, 2, 3, 4, 5]);
    for (const [item, clip] of clips.entries()) {
      const length = lengths[item]!;
      const isZero = (step: number, row: number) => clip[step * ROWS + row] === 0;
      const steps = range(length).filter((step) => range(ROWS).every((row) => isZero(step, row)));
      const rows = range(ROWS).filter((row) => range(length).every((step) => isZero(step, row)));
      assert.ok(steps.length <= Math.min(8, 0.2 * length) && isStretch(steps), `steps ${steps} of ${length}`);
      assert.ok(rows.length <= 5 && isStretch(rows), `rows ${rows}`);
      masked += steps.length + rows.length;
      for (const step of range(length)) {
        for (const row of range(ROWS)) {
          if (steps.includes(step) || rows.includes(row)) continue;
          assert.equal(clip[step * ROWS + row], original[item]![step * ROWS + row]);
        }
      }
      assert.deepEqual(clip.slice(length * ROWS), original[item]!.slice(length * ROWS));
    }
  }
  assert.ok(masked > 20 * ITEMS, `${masked} were masked`);
});

const range = (count: number) => Array.from({ length: count }, (_, i) => i);
const isStretch = (numbers: readonly number[]) => numbers.every((n, i) => i === 0 || n === numbers[i - 1]! + 1);

test("what is drawn follows from seed, epoch and item alone", async () => {
  const source = specAugmented(plain, { seed: 3 });
  const [alone] = await read(source, [3], 7);
  assert.deepEqual((await read(source, [0, 3, 1], 7))[1], alone);
  assert.notDeepEqual((await read(source, [3], 8))[0], alone);
  assert.notDeepEqual((await read(specAugmented(plain, { seed: 4 }), [3], 7))[0], alone);
});

test("read to validate or predict, without an epoch, clips are as they are", async () => {
  assert.deepEqual(await read(specAugmented(plain, { seed: 3 }), [2, 5]), await read(plain, [2, 5]));
});

test("numbers that cannot be are refused by name", () => {
  assert.throws(() => specAugmented(plain, { seed: 1, timeWidth: 51 }), /timeWidth of SpecAugment is 51/);
  assert.throws(() => specAugmented(plain, { seed: -1 }), /seed of SpecAugment is -1/);
  assert.throws(() => specAugmented(plain, { seed: 1, timeShare: 2 }), /timeShare of SpecAugment is 2/);
});
