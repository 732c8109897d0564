export { compareWithMeyda, type MeydaAgreement } from "./compare-with-meyda";
export { MEYDA_FEATURES, type MeydaFeature, type MeydaParameters, meydaFeatures } from "./meyda-features";
