export {
  type CrossValidation,
  type CrossValidationOptions,
  crossValidate,
  crossValPredict,
  DEFAULT_SCORING,
  type OutOfFold,
  type Scorer,
} from "./cross-validate";
export { type GridChoice, type GridSearchOptions, gridSearch, type ParameterGrid } from "./grid-search";
export { MixUp, type MixUpOptions } from "./mix-up";
export { permutationTestScore } from "./permutation-test-score";
export { type Chosen, type EstimatorMaker, type FoldPredictions, predictFold, type Training } from "./predict-fold";
export { Augmenter, RandomOverSampler } from "./resamplers";
export { type Resampler, type TrainingRows, takeRows } from "./training-rows";
