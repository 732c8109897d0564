import type { Audit, SheetEntry } from "../audit";
import { rangeInPoints } from "./intervals";
import type { TableRow } from "./table-row";

/** What an audit found, the costliest first. */
export function auditTable({ flaws }: Pick<Audit, "flaws">): TableRow[] {
  return flaws.map(({ id, title, detection: { state, evidence, clips }, worth }) => ({
    flaw: `${id}: ${title}`,
    state,
    "points of accuracy": worth === undefined ? "" : (100 * worth.difference.estimate).toFixed(1),
    "95 % interval": worth === undefined ? "" : rangeInPoints(worth.difference),
    clips:
      clips.length === 0 ? "" : `${clips.length}: ${clips.slice(0, 3).join(", ")}${clips.length > 3 ? ", ..." : ""}`,
    evidence,
  }));
}

/** Every finding of an information sheet. */
export function sheetTable(entries: readonly SheetEntry[]): TableRow[] {
  return entries.map(({ field, question, answer }) => ({ field, question, answer }));
}
