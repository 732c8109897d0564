export { launchChromium } from "./browser";
export type { CellOutput, ExecutedNotebook, NotebookCell } from "./executed-notebook";
export { renderReport } from "./report";
export type {
  Citation,
  HeadlineResult,
  NotebookFailure,
  Provenance,
  ReportClaim,
  ReportInput,
  ReportNotebook,
  ReportProtocol,
  ReportSummary,
} from "./report-input";
