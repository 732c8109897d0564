export { type DatasetSizeStudy, datasetSizeStudy, type Growth, type SizePoint, TARGET_CLIPS } from "./dataset-size";
export { errorAfter, favouredLaw, fitLaw, type GrowthLaw, LAW_NAMES, type LawName, type SizeError } from "./growth-law";
export { type RecordedSizes, recordedSizes } from "./recorded-sizes";
