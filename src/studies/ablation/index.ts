export { type AblationStudy, ablationStudy, type FeatureWorth } from "./ablation";
export { type FeatureSetScore, featureSetStudy } from "./feature-sets";
