export { formatInterval, groupBootstrap, type Interval, points, wilsonInterval } from "./intervals";
export { accuracyScore, type ConfusionMatrix, confusionMatrix, macroF1Of, macroF1Score } from "./metrics";
export * from "./splits";
export { type Verdict, verdictOn } from "./verdict";
