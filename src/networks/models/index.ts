export { buildNetwork, loadNetwork, type NetworkShape } from "./build-network";
export { ensembleOf } from "./ensemble";
export type { HeadLayer, InputRecipe, NetworkRecipe, NetworkSpec } from "./network-spec";
export { OUR_NETWORKS } from "./ours";
export { PUBLISHED_NETWORKS } from "./published";
export { type AttentionArguments, type ReadoutLayers, readoutLayers } from "./readout-layers";
