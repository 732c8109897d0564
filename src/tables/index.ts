export { featureSetTable, featureWorthTable } from "./ablation-tables";
export { auditTable, sheetTable } from "./audit-tables";
export { augmentationLeakTable, augmentationTable } from "./augmentation-tables";
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
export { affectTable, soundTable } from "./raw-audio-tables";
export {
  curveTable,
  duelTable,
  foretellingTable,
  growthTable,
  networkTable,
  orderTable,
  probabilityTable,
  protocolTable,
  publishedTable,
  recurrentSpeedTable,
  scoreTable,
} from "./study-tables";
export { type Cell, dataFrame, escapeHtml, type TableRow, tableHtml } from "./table";
