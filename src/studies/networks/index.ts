export { type LookedAt, networkInsight } from "./network-insight";
export { NETWORK_NAMES, type NetworkName, trainingOf } from "./network-models";
export type { NetworkResult, NetworkTask, StepOrder } from "./network-task";
export { type RecordedStep, type RecordedSteps, recurrentSpeed } from "./recurrent-speed";
export { runNetworks } from "./run-networks";
export { sharedSequences } from "./shared-sequences";
