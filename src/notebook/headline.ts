import { displayData } from "../kernel";
import { escapeHtml } from "../tables/data-frame";

/** A number that the report's index and `results.json` repeat. */
export interface Headline {
  /** What was measured, unique within the notebook. */
  readonly label: string;
  readonly estimate: number;
  /** The ends of its 95 % interval, where it has one. */
  readonly low?: number;
  readonly high?: number;
}

/**
 * Shows a number in the cell and hands it to the report, which repeats it on its index with a link to this cell.
 *
 * @example
 * showResult({ label: "Accuracy of the simple RNN", ...score.accuracy });
 */
export function showResult({ label, estimate, low, high }: Headline): void {
  const interval =
    low === undefined || high === undefined ? "" : ` (95 % interval ${low.toFixed(3)} to ${high.toFixed(3)})`;
  displayData(
    { "text/html": `<p><strong>${escapeHtml(label)}:</strong> ${estimate.toFixed(3)}${interval}</p>` },
    { quadrant: { result: { label, estimate, low, high } } },
  );
}
