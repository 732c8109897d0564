export { formatInterval, groupBootstrap, type Interval, wilsonInterval } from "./intervals";
export { accuracyScore, type ConfusionMatrix, confusionMatrix, macroF1Of, macroF1Score } from "./metrics";
export { type Fold, type FoldOptions, stratifiedGroupKFold } from "./stratified-group-k-fold";
