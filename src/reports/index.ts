export { launchChromium } from "./browser";
export type { CellOutput, ExecutedNotebook, NotebookCell } from "./executed-notebook";
export { renderReport } from "./report";
export type {
  HeadlineResult,
  NotebookFailure,
  Provenance,
  ReportClaim,
  ReportInput,
  ReportNotebook,
  ReportSummary,
} from "./report-input";
