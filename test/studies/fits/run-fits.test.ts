import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { MT19937 } from "../../../src/random";
import type { FitTask } from "../../../src/studies/fits/fit-task";
import fit from "../../../src/studies/fits/fit-worker";
import type { ClassifierName } from "../../../src/studies/fits/models";
import { runFits } from "../../../src/studies/fits/run-fits";
import type { Dataset } from "../../../src/studies/run/dataset";

const data = mkdtempSync(join(tmpdir(), "quadrant-fits-"));
process.env.QUADRANT_DATA = data;
after(() => rmSync(data, { recursive: true, force: true }));

const ITEMS = 60;
const TRAIN = Array.from({ length: 40 }, (_, item) => item);
const TEST = [48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59];

/** Clips of which the third statistic tells the class. */
function datasetOf(): Dataset {
  const random = new MT19937(7);
  const labels = Array.from({ length: ITEMS }, (_, item) => item % 4);
  const shared = (length: number) => new Float32Array(new SharedArrayBuffer(4 * length));
  const summary = shared(ITEMS * 5);
  for (let i = 0; i < summary.length; i++) {
    summary[i] = random.normal() + (i % 5 === 2 ? 6 * labels[Math.floor(i / 5)]! : 0);
  }
  return {
    items: ITEMS,
    summary: { data: summary, shape: [ITEMS, 5] },
    labels,
  };
}

function taskOf(model: ClassifierName, seed = 1): FitTask {
  return { model, train: TRAIN, test: TEST, seed };
}

const files = () => readdirSync(join(data, "studies")).sort();

test("a fit is kept in a file and read again, also for another order and with another in between", async () => {
  let read = 0;
  const dataset = async () => {
    read++;
    return datasetOf();
  };
  const options = { label: "fits", corpusHash: "a", dataset, workers: 1 };
  const [first] = await runFits([taskOf("logistic regression")], options);
  assert.equal(files().length, 1);
  const [majority, again] = await runFits([taskOf("majority"), taskOf("logistic regression")], options);
  assert.equal(read, 2);
  assert.deepEqual(again, first, "seconds included: it was read, not fitted again");
  assert.notDeepEqual(majority!.probabilities, first!.probabilities);
  await runFits([taskOf("majority"), taskOf("logistic regression")], options);
  assert.equal(read, 2, "nothing was missing, so the data were not read");
});

test("other audio, another seed or another test set is another fit", async () => {
  const options = { label: "fits", dataset: async () => datasetOf(), workers: 1 };
  const before = files().length;
  await runFits([taskOf("majority")], { ...options, corpusHash: "b" });
  await runFits([taskOf("majority", 2)], { ...options, corpusHash: "b" });
  await runFits([{ ...taskOf("majority"), test: TEST.slice(1) }], { ...options, corpusHash: "b" });
  assert.equal(files().length, before + 3);
});

test("a damaged file is made again, and only that", async () => {
  const options = { label: "fits", corpusHash: "a", dataset: async () => datasetOf(), workers: 1 };
  const [whole] = await runFits([taskOf("logistic regression", 9)], options);
  const times = () => new Map(files().map((file) => [file, statSync(join(data, "studies", file)).mtimeMs]));
  const before = times();
  const newest = [...before].sort((a, b) => b[1] - a[1])[0]![0];
  writeFileSync(join(data, "studies", newest), '{"task": {"model": "logi');
  const [again] = await runFits([taskOf("logistic regression", 9)], options);
  assert.deepEqual(again!.probabilities, whole!.probabilities);
  const changed = [...times()].filter(([file, time]) => before.get(file) !== time).map(([file]) => file);
  assert.deepEqual(changed, [newest]);
});

test("one worker or two, the same numbers", async () => {
  const tasks = [3, 4, 5].map((seed) => taskOf("random forest", seed));
  const run = (workers: number, corpusHash: string) =>
    runFits(tasks, { label: "fits", corpusHash, dataset: async () => datasetOf(), workers });
  const [one, two] = [await run(1, "one"), await run(2, "two")];
  assert.deepEqual(
    one.map(({ probabilities }) => probabilities),
    two.map(({ probabilities }) => probabilities),
  );
});

for (const model of ["logistic regression", "random forest"] as const) {
  test(`${model}: what is tested has no part in the fit, scaling included`, async () => {
    const honest = await fit({ task: taskOf(model), dataset: datasetOf() });
    const other = datasetOf();
    const last = TEST.at(-1)!;
    other.summary.data.fill(1e6, last * 5, (last + 1) * 5);
    const changed = await fit({
      task: taskOf(model),
      dataset: { ...other, labels: other.labels.map((l, i) => (i === last ? 0 : l)) },
    });
    const kept = 4 * (TEST.length - 1);
    assert.deepEqual(changed.probabilities?.slice(0, kept), honest.probabilities?.slice(0, kept));
    assert.notDeepEqual(changed.probabilities?.slice(kept), honest.probabilities?.slice(kept));
  });
}

test("what can be learnt is learnt; from shuffled labels there is nothing to learn", async () => {
  const { labels } = datasetOf();
  const right = async (permuteLabels: boolean) => {
    const { predicted } = await fit({
      task: { ...taskOf("logistic regression"), permuteLabels },
      dataset: datasetOf(),
    });
    return predicted.filter((label, i) => label === labels[TEST[i]!]).length;
  };
  assert.ok((await right(false)) >= 9);
  assert.ok((await right(true)) <= 6);
});
