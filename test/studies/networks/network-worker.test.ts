import assert from "node:assert/strict";
import { test } from "node:test";
import { sequencesInMemory } from "../../../src/networks";
import { MT19937 } from "../../../src/random";
import { trainingOf } from "../../../src/studies";
import type { NetworkData, NetworkTask, StepOrder } from "../../../src/studies/networks/network-task";
import fit from "../../../src/studies/networks/network-worker";
import { reorderedSource } from "../../../src/studies/networks/reordered-source";

const ITEMS = 60;
const STEPS = 6;
const ROWS = 4;
const LABELS = Array.from({ length: ITEMS }, (_, item) => item % 4);
const TRAIN = Array.from({ length: 40 }, (_, item) => item);
const VALIDATION = [40, 41, 42, 43, 44, 45, 46, 47];
const TEST = [48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59];

/** Clips of a class have a row of their own that stands out. */
function dataOf(): NetworkData & { kind: "memory" } {
  const random = new MT19937(7);
  const data = new Float32Array(new SharedArrayBuffer(4 * ITEMS * STEPS * ROWS));
  for (let i = 0; i < data.length; i++) {
    data[i] = random.normal() + (i % ROWS === LABELS[Math.floor(i / (STEPS * ROWS))] ? 4 : 0);
  }
  return {
    kind: "memory",
    sequences: { data, shape: [ITEMS, STEPS, ROWS] },
    labels: LABELS,
    names: LABELS.map((_, item) => `clip-${item}`),
  };
}

async function taskOf(epochs: number, changes: Partial<NetworkTask> = {}): Promise<NetworkTask> {
  const settings = { profile: "standard" } as never;
  const { recipe } = await trainingOf({ settings, longestClip: async () => STEPS }, "simple RNN");
  const optimizer = { kind: "adamw", learningRate: 1e-2 } as const;
  const quick = { ...recipe, training: { ...recipe.training, epochs, batchSize: 8, optimizer } };
  return { recipe: quick, keep: "best", train: TRAIN, validation: VALIDATION, test: TEST, seed: 1, ...changes };
}

const right = (predicted: readonly number[]) => predicted.filter((label, i) => label === LABELS[TEST[i]!]).length;

test("what can be learnt is learnt", async () => {
  const { predicted, probabilities, epochs } = await fit({ task: await taskOf(25), dataset: dataOf() });
  assert.ok(right(predicted) >= 10, String(right(predicted)));
  assert.equal(probabilities.length, 4 * TEST.length);
  assert.equal(epochs.length, 25);
});

test("what is tested has no part in the training, scaling included", async () => {
  const task = await taskOf(2);
  const honest = await fit({ task, dataset: dataOf() });
  const other = dataOf();
  const last = TEST.at(-1)!;
  other.sequences.data.fill(1e6, last * STEPS * ROWS, (last + 1) * STEPS * ROWS);
  const changed = await fit({
    task,
    dataset: { ...other, labels: other.labels.map((label, i) => (i === last ? 0 : label)) },
  });
  const kept = 4 * (TEST.length - 1);
  assert.deepEqual(changed.probabilities.slice(0, kept), honest.probabilities.slice(0, kept));
  assert.notDeepEqual(changed.probabilities.slice(kept), honest.probabilities.slice(kept));
});

test("the last epoch is tested where that is asked for, the best one otherwise", async () => {
  // Validation labels that cannot be learnt: the best epoch comes early, and the last one is another.
  const dataset = { ...dataOf(), labels: LABELS.map((label, i) => (VALIDATION.includes(i) ? (label + 1) % 4 : label)) };
  const best = await fit({ task: await taskOf(12), dataset });
  const last = await fit({ task: await taskOf(12, { keep: "last" }), dataset });
  assert.deepEqual(last.epochs, best.epochs);
  assert.ok(best.bestEpoch < 12, String(best.bestEpoch));
  assert.notDeepEqual(last.probabilities, best.probabilities);
  const stopped = await fit({ task: await taskOf(best.bestEpoch), dataset });
  assert.deepEqual(stopped.probabilities, best.probabilities);
});

test("a state that starts from noise answers differently when it is asked again", async () => {
  const steady = await taskOf(1, { asked: 3 });
  const { network } = steady.recipe;
  const random = { ...steady, recipe: { ...steady.recipe, network: { ...network, randomInitialState: true } } };
  // Silence: only the first state can make a difference.
  const silent = dataOf();
  silent.sequences.data.fill(0);
  assert.equal((await fit({ task: steady, dataset: silent })).unsteady, 0);
  assert.ok((await fit({ task: random, dataset: silent })).unsteady! > 0);
});

test("steps are put in another order, each clip's own, and nothing is lost", async () => {
  const data = Float32Array.from({ length: 2 * 5 }, (_, i) => i);
  const source = sequencesInMemory({ data, shape: [2, 5, 1] }, { lengths: [5, 3] });
  const read = async (order: StepOrder, items = [0, 1]) => {
    const into = new Float32Array(items.length * 5);
    await reorderedSource(source, order, 3).read(items, into);
    return [...into];
  };
  assert.deepEqual(await read("as played"), [...data]);
  assert.deepEqual(await read("backwards"), [4, 3, 2, 1, 0, 7, 6, 5, 8, 9], "padding stays where it is");
  const shuffled = await read({ shuffledBlocksOf: 1 });
  assert.notDeepEqual(shuffled, [...data]);
  assert.deepEqual([...shuffled.slice(0, 5)].sort(), [0, 1, 2, 3, 4]);
  assert.deepEqual(await read({ shuffledBlocksOf: 1 }, [1]), shuffled.slice(5), "an item's order is its own");
  const blocks = (await read({ shuffledBlocksOf: 2 })).slice(0, 5);
  assert.equal(blocks[blocks.indexOf(0) + 1], 1, "neighbours within a block stay neighbours");
  assert.equal(blocks[blocks.indexOf(2) + 1], 3);
});
