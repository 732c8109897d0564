export { type Accuracy, affectGrid, bayesCeiling, type Ceiling } from "./ceiling";
export { composeEtude, type Etude } from "./compose";
export { type Composer, makeComposers } from "./composers";
export {
  type AffectPoint,
  type BinaryCue,
  type Cues,
  GRADED_CUES,
  type GradedCue,
  MODE,
  ORDER_CUES,
  POINTS,
} from "./cues";
export { type EtudesChoice, etudesRoot } from "./etudes-root";
export { type EtudeEntry, type EtudesManifest, type EtudesOptions, makeEtudes } from "./make-etudes";
export { type EtudePlan, planEtude } from "./plan";
export { etudesSheet } from "./sheet";
