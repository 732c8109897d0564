import { workerData } from "node:worker_threads";
import { type ItemFunctions, serve, type TeamStart } from "./team";

const start = workerData as TeamStart;
const abort = () => {
  throw new Error("the kernel gave up");
};
const instance = new WebAssembly.Instance(start.module, { env: { memory: start.memory, abort } });
serve(start, instance.exports as unknown as ItemFunctions);
