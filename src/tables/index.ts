export { featureSetTable, featureWorthTable } from "./ablation-tables";
export { auditTable, sheetTable } from "./audit-tables";
export { augmentationLeakTable, augmentationTable } from "./augmentation-tables";
export { probabilityTable, protocolTable, publishedTable } from "./baseline-tables";
export { claimsTable } from "./claims-table";
export {
  type CeilingRow,
  catalogueTable,
  ceilingTable,
  corpusTable,
  cueTable,
  mapAgreementTable,
  qualityTable,
  trapsTable,
} from "./corpus-tables";
export {
  agreementTable,
  comparedTable,
  extractionTable,
  type FeatureRow,
  featureTable,
  meydaTable,
  speedTable,
} from "./feature-tables";
export { duelTable, networkTable, recurrentSpeedTable } from "./network-tables";
export { orderTable } from "./order-table";
export { affectTable, soundSpeedTable, soundTable } from "./raw-audio-tables";
export { curveTable, foretellingTable, growthTable } from "./size-tables";
export type { Cell, TableRow } from "./table-row";
