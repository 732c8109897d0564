export { type DatasetSizeStudy, datasetSizeStudy, type Growth, type SizePoint, TARGET_CLIPS } from "./dataset-size";
export { type RecordedSizes, recordedSizes } from "./recorded-sizes";
export { errorAfter, favouredLaw, fitLaw, type GrowthLaw, LAW_NAMES, type LawName, type SizeError } from "./growth-law";
