export { formatSeconds, Progress, type ProgressStream } from "./progress";
export { type Failure, type PoolOptions, runOnWorkers } from "./worker-pool";
