export {
  type BootstrapOptions,
  groupBootstrap,
  type PairedDifference,
  pairedBootstrap,
  type Statistic,
} from "./bootstrap";
export { correctedResampledT, type ResampledT } from "./corrected-resampled-t";
export { type CriticalDifference, criticalDifference } from "./critical-difference";
export { type Friedman, friedmanTest } from "./friedman";
export { holmCorrection } from "./holm";
export { formatInterval, type Interval, points } from "./interval";
export { type McNemar, mcnemarExact } from "./mcnemar";
export { type PermutationOptions, type PermutationResult, permutationTest, signFlipTest } from "./permutation-test";
export { studentInterval } from "./student-interval";
export { type Verdict, verdictOn } from "./verdict";
export { wilsonInterval } from "./wilson";
