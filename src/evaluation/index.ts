export * from "./measures";
export { type Measure, type ScoredArrays, scoreArrays } from "./score-arrays";
export * from "./splits";
export * from "./uncertainty";
export * from "./validation";
