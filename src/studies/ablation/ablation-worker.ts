import { MT19937 } from "../../random";
import type { AblationData, AblationResult, AblationTask } from "./ablation-task";
import { FeatureKernels, type FeatureSet } from "./feature-kernels";

const CLASSES = 4;
/** How often a feature is exchanged between test clips. */
const EXCHANGES = 20;

/** One fold of the ablation; runs in a worker. */
export default function ablate({ task, dataset }: { task: AblationTask; dataset: AblationData }): AblationResult {
  const { summary, features, labels } = dataset;
  const { train, test, seed } = task;
  const kernels = new FeatureKernels(summary, features, train, test);
  const learnt = train.map((clip) => labels[clip]!);
  const right = (set: FeatureSet): number[] =>
    set.classify(learnt, CLASSES).map((label, i) => Number(label === labels[test[i]!]));
  return task.kind === "sets"
    ? askSets(kernels, right, task, dataset)
    : addInOrders(kernels, right, task.orders, new MT19937([seed, 5]));
}

function askSets(
  kernels: FeatureKernels,
  right: (set: FeatureSet) => number[],
  { train, test, seed }: AblationTask,
  { cues }: AblationData,
): AblationResult {
  const names = Object.keys(cues);
  const everything = Array.from({ length: kernels.size }, (_, feature) => feature);
  const full = kernels.setOf(everything);
  const random = new MT19937([seed, 4]);
  const exchanges = Array.from({ length: EXCHANGES }, () => {
    const order = test.map((_, i) => i);
    random.shuffle(order);
    return order;
  });
  return {
    kind: "sets",
    all: right(full),
    without: everything.map((left) => right(kernels.setOf(everything.filter((feature) => feature !== left)))),
    alone: everything.map((feature) => right(kernels.setOf([feature]))),
    exchanged: everything.map((feature) => {
      const outcomes = exchanges.map((order) => right(full.exchange(feature, order)));
      return test.map((_, i) => outcomes.reduce((sum, outcome) => sum + outcome[i]!, 0) / EXCHANGES);
    }),
    cues: everything.map((feature) => {
      const told = kernels
        .setOf([feature])
        .regress(names.map((name) => Float64Array.from(train, (clip) => cues[name]![clip]!)));
      return Object.fromEntries(names.map((name, k) => [name, [...told[k]!]]));
    }),
  };
}

function addInOrders(
  kernels: FeatureKernels,
  right: (set: FeatureSet) => number[],
  orders: number,
  random: MT19937,
): AblationResult {
  const empty = right(kernels.emptySet());
  const added = Array.from({ length: kernels.size }, () => empty.map(() => 0));
  const order = Array.from({ length: kernels.size }, (_, feature) => feature);
  for (let round = 0; round < orders; round++) {
    // Every second order is the last one backwards: what a feature adds early and late then evens out sooner.
    if (round % 2 === 0) random.shuffle(order);
    else order.reverse();
    const set = kernels.emptySet();
    let before = empty;
    for (const feature of order) {
      const now = right(set.add(feature));
      now.forEach((value, i) => {
        added[feature]![i]! += value - before[i]!;
      });
      before = now;
    }
  }
  return { kind: "orders", added, empty };
}
