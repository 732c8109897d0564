import { availableParallelism } from "node:os";
import { join } from "node:path";
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from "node:worker_threads";
import { MT19937 } from "../../random";
import { type GrowthLimits, growTree } from "../tree/grow-tree";
import type { SortedColumns } from "../tree/sorted-columns";
import type { Tree } from "../tree/tree";

/** Everything that the trees of a forest are grown from; it can be posted to a thread. */
interface ForestPlan {
  readonly columns: SortedColumns;
  readonly labels: Uint16Array;
  /** Of each class. */
  readonly classWeights: Float64Array;
  /** Whether class weights balance each bootstrap sample by itself. */
  readonly balanceSamples: boolean;
  readonly limits: GrowthLimits;
  readonly bootstrap: boolean;
  /** Rows drawn for each tree. */
  readonly samples: number;
  /** One for each tree. */
  readonly seeds: readonly number[];
}

/** What a thread finds in its workerData. */
export interface ForestThread {
  readonly plan: ForestPlan;
  /** [next tree, state of each thread]. */
  readonly control: Int32Array;
  /** Where in `control` the thread's own state stands. */
  readonly slot: number;
  readonly port: MessagePort;
}

export interface Grown {
  readonly index: number;
  readonly tree: Tree;
}

/** States of a thread. A thread that did not start before all trees were taken is not waited for. */
export const WAITING = 0;
export const STARTED = 1;
export const DONE = 2;
const UNNEEDED = 3;

/**
 * Grows all trees on `threads` threads, this one included. Each tree depends on its seed alone, so the forest is the
 * same for every number of threads.
 */
export function growForest(plan: ForestPlan, threads: number): Tree[] {
  const helpers = Math.min(threads, plan.seeds.length) - 1;
  const control = new Int32Array(new SharedArrayBuffer(4 * (1 + Math.max(0, helpers))));
  const ports = Array.from({ length: helpers }, (_, i) => startThread(plan, control, 1 + i));
  const grown = growShare(plan, control);
  ports.forEach((port, i) => {
    const slot = 1 + i;
    if (Atomics.compareExchange(control, slot, WAITING, UNNEEDED) === WAITING) return;
    Atomics.wait(control, slot, STARTED);
    const answer = receiveMessageOnPort(port)?.message as Grown[] | Error;
    if (answer instanceof Error) throw answer;
    grown.push(...answer);
  });
  for (const port of ports) port.close();
  return grown.sort((a, b) => a.index - b.index).map(({ tree }) => tree);
}

/** Takes tree after tree until none is left. */
export function growShare(plan: ForestPlan, control: Int32Array): Grown[] {
  const grown: Grown[] = [];
  for (;;) {
    const index = Atomics.add(control, 0, 1);
    if (index >= plan.seeds.length) return grown;
    grown.push({ index, tree: growOne(plan, plan.seeds[index]!) });
  }
}

/** scikit-learn's n_jobs: -1 means all cores, -2 all but one, null one. */
export function threadsOf(nJobs: number | null): number {
  if (nJobs === null) return 1;
  return Math.max(1, nJobs < 0 ? availableParallelism() + 1 + nJobs : nJobs);
}

function startThread(plan: ForestPlan, control: Int32Array, slot: number): MessagePort {
  const { port1, port2 } = new MessageChannel();
  const workerData: ForestThread = { plan, control, slot, port: port2 };
  new Worker(join(__dirname, "forest-thread.js"), { workerData, transferList: [port2] }).unref();
  return port1;
}

function growOne(plan: ForestPlan, seed: number): Tree {
  const { labels, classWeights, columns, limits } = plan;
  const rows = labels.length;
  const weights = new Float64Array(rows);
  if (plan.bootstrap) {
    const random = new MT19937(seed);
    for (let i = 0; i < plan.samples; i++) weights[random.integerUpTo(rows - 1)]!++;
  } else weights.fill(1);
  const byClass = plan.balanceSamples ? balancedWeights(weights, labels, classWeights.length) : classWeights;
  for (let row = 0; row < rows; row++) weights[row]! *= byClass[labels[row]!]!;
  return growTree(columns, labels, weights, classWeights.length, limits, seed);
}

/** Weights that make the classes of a bootstrap sample weigh the same; 0 for a class that was not drawn. */
function balancedWeights(drawn: Float64Array, labels: Uint16Array, classes: number): Float64Array {
  const counts = new Float64Array(classes);
  for (let row = 0; row < labels.length; row++) counts[labels[row]!]! += drawn[row]!;
  const total = counts.reduce((sum, count) => sum + count, 0);
  const present = counts.filter((count) => count > 0).length;
  return counts.map((count) => (count > 0 ? total / (present * count) : 0));
}
