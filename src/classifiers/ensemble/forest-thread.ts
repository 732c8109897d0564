import { workerData } from "node:worker_threads";
import { DONE, type ForestThread, type Grown, growShare, STARTED, WAITING } from "./grow-forest";

/** The other end of growForest's threads. */
const { plan, control, slot, port } = workerData as ForestThread;
if (Atomics.compareExchange(control, slot, WAITING, STARTED) === WAITING) {
  let answer: Grown[] | Error;
  try {
    answer = growShare(plan, control);
  } catch (error) {
    answer = error instanceof Error ? error : new Error(String(error));
  }
  port.postMessage(answer);
  Atomics.store(control, slot, DONE);
  Atomics.notify(control, slot);
}
port.close();
