export { formatInterval, groupBootstrap, type Interval, points, wilsonInterval } from "./intervals";
export { accuracyScore, type ConfusionMatrix, confusionMatrix, macroF1Of, macroF1Score } from "./metrics";
export { type Fold, type FoldOptions, stratifiedGroupKFold } from "./stratified-group-k-fold";
export { type Verdict, verdictOn } from "./verdict";
