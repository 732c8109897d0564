export { listCorpora, sheetOf, usualRoot } from "./catalogue";
export { balancedSubset } from "./clips/balanced-subset";
export { corpusHash } from "./clips/corpus-hash";
export { type ClipSource, loadClip } from "./clips/load-clip";
export { SEGMENT_RULES, type SegmentRule, segmentsOf } from "./clips/segments";
export type { Clip, Corpus, DataSheet, OfficialSplit, RejectedClip, Source } from "./corpus";
export { describeSheet, howToGet } from "./describe-sheet";
export { GEMS_EMOTIONS, GEMS_QUADRANTS, type GemsEmotion, quadrantOfEmotions } from "./labels/gems";
export { type LabelledClips, labelClips, type UnlabelledClip } from "./labels/label-clips";
export { type LabelOptions, labelOptionsSchema, TAG_RULES, type TagRule } from "./labels/label-options";
export { type MapAgreement, mapAgreement, type RuleAgreement } from "./labels/map-agreement";
export { STUDY_TAG_MAP } from "./labels/study-tag-map";
export { labelsOfTags, type TagLabels } from "./labels/tag-labels";
export { TAG_NORMS } from "./labels/tag-norms";
export {
  type AffectRating,
  agreementOfRaters,
  distanceFromLines,
  fromScale,
  medianPoint,
  quadrantAt,
} from "./labels/valence-arousal";
export { type CorpusOptions, openCorpus } from "./open-corpus";
export { QUADRANT_NAMES, QUADRANT_SIGNS, QUADRANTS, type Quadrant } from "./quadrant";
export { type Finding, QUALITY_CHECKS, type QualityCheck, qualityOf } from "./quality";
export { type ManifestContent, readManifest } from "./readers/manifest";
export type { ListedClip, Listing, ReadingOptions } from "./readers/reader";
export {
  type CorpusPresence,
  type CorpusState,
  presenceOfAll,
  type Verification,
  verifyCorpus,
} from "./verify-corpus";
