export { type ReproduceOptions, type Reproduction, reproduce } from "./reproduce";
export { collectResults, headlinesOf, type NotebookResult } from "./results";
export { Stages, type StageTime } from "./stages";
