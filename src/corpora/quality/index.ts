export { clippedShare } from "./clipping";
export { dcOffset } from "./dc-offset";
export { type Finding, QUALITY_CHECKS, type QualityCheck } from "./finding";
export { type QualityOptions, qualityOf } from "./quality-of";
export { silentShare } from "./silence";
