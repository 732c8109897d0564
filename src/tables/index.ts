export { type CeilingRow, ceilingTable, corpusTable, cueTable } from "./corpus-tables";
export {
  agreementTable,
  comparedTable,
  extractionTable,
  type FeatureRow,
  featureTable,
  meydaTable,
  speedTable,
} from "./feature-tables";
export {
  auditTable,
  curveTable,
  differenceTable,
  growthTable,
  leakTable,
  probabilityTable,
  protocolTable,
  publishedTable,
  scoreTable,
  sheetTable,
} from "./study-tables";
export { type Cell, dataFrame, escapeHtml, type TableRow, tableHtml } from "./table";
