export { NETWORK_NAMES, type NetworkName, trainingOf } from "./network-models";
export type { NetworkResult, NetworkTask, StepOrder } from "./network-task";
export { runNetworks } from "./run-networks";
