export { type CeilingRow, ceilingTable, corpusTable, cueTable } from "./corpus-tables";
export { extractionTable, type FeatureRow, featureTable } from "./feature-tables";
export { curveTable, differenceTable, growthTable, leakTable, publishedTable, scoreTable } from "./study-tables";
export { type Cell, dataFrame, escapeHtml, type TableRow, tableHtml } from "./table";
