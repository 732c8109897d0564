export { checkNotebooks } from "./check-notebooks";
export { displayData, type FigureWords, type PlotlyFigure, showHtml, showMarkdown, showPlotly } from "./display";
export { installKernel } from "./install-kernel";
export { cellSignal } from "./kernel-session";
export { KERNELSPEC, type Notebook, type NotebookCell, type Output, readNotebook, textOf } from "./notebook";
export {
  type CellRun,
  type CellStatus,
  type NotebookRun,
  type RunFailure,
  type RunOptions,
  runNotebook,
} from "./run-notebook";
