export { lockFolder } from "./folder-lock";
export { formatSeconds, Progress, type ProgressStream } from "./progress";
export { type Settled, severalAtOnce } from "./several-at-once";
export { inTurn, TURNS_VARIABLE } from "./turns";
export { type Failure, type PoolOptions, runOnWorkers } from "./worker-pool";
