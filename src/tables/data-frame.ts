import { DataFrame } from "danfojs-node";
import { QuadrantError } from "../errors";
import type { Cell, TableRow } from "./table-row";

/**
 * Records with the same keys, as a danfojs DataFrame: the columns in the order of the first record's keys.
 *
 * @throws QuadrantError "bad-argument" without records, and for a column that is called as a property of DataFrame is:
 *   danfojs would go round in circles
 */
export function dataFrame(records: readonly TableRow[]): DataFrame {
  const [first] = records;
  if (first === undefined) throw new QuadrantError("bad-argument", "a table needs at least one row");
  const taken = Object.keys(first).find(isComputedByDanfojs);
  if (taken !== undefined) {
    throw new QuadrantError("bad-argument", `a column of a table cannot be called "${taken}"`, {
      remedy: "danfojs has a property of that name: use another word.",
    });
  }
  return new DataFrame(records.map((record) => ({ ...record })));
}

/** danfojs gives a DataFrame a property for each column: one that it computes itself, such as `shape`, would ask for itself. */
function isComputedByDanfojs(name: string): boolean {
  for (let owner: object | null = DataFrame.prototype; owner !== null; owner = Object.getPrototypeOf(owner)) {
    if (Object.getOwnPropertyDescriptor(owner, name)?.get !== undefined) return true;
  }
  return false;
}

/** Digits after the point, unless told otherwise. */
const DECIMALS = 3;

/**
 * A DataFrame as an HTML table with a caption; numbers are rounded and aligned to the right.
 *
 * danfojs draws tables in a browser only, so the few lines of HTML are written here.
 */
export function tableHtml(frame: DataFrame, caption: string, { decimals = DECIMALS } = {}): string {
  const rows = frame.values as Cell[][];
  const numeric = frame.columns.map((_, column) => rows.every((row) => typeof row[column] === "number"));
  const align = (column: number) => (numeric[column] ? ' align="right"' : "");
  const head = frame.columns.map((name, i) => `<th scope="col"${align(i)}>${escapeHtml(name)}</th>`).join("");
  const body = rows
    .map((row) => `<tr>${row.map((cell, i) => `<td${align(i)}>${cellText(cell, decimals)}</td>`).join("")}</tr>`)
    .join("\n");
  return `<table><caption>${escapeHtml(caption)}</caption>\n<thead><tr>${head}</tr></thead>\n<tbody>\n${body}\n</tbody></table>`;
}

function cellText(cell: Cell, decimals: number): string {
  if (typeof cell !== "number") return escapeHtml(String(cell));
  return Number.isInteger(cell) ? String(cell) : cell.toFixed(decimals);
}

/** Text as HTML shows it. */
export function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
