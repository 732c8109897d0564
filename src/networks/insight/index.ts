export { type Saliency, type SaliencyOptions, saliency } from "./saliency";
export { hiddenStates, type StatesOptions, type Trajectories, trajectories } from "./trajectory";
