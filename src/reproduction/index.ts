export { differences, lastResults } from "./compare-results";
export { type ReproduceOptions, type Reproduction, reproduce } from "./reproduce";
export { collectClaims, collectResults, headlinesOf, type NotebookResult } from "./results";
export { Stages, type StageTime } from "./stages";
