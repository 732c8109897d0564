import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { messageOf, QuadrantError } from "../../errors";
import type { DataSheet } from "../corpus";

export type Row = Readonly<Record<string, string | undefined>>;

/**
 * Reads a CSV whose first line names the columns. Spaces and tabs around names and values are taken off; empty values
 * are undefined.
 *
 * @param columns that it must have
 * @throws QuadrantError "bad-corpus" when it cannot be read or lacks a column; names both, and how to get the corpus
 */
export function readTable(path: string, sheet: DataSheet, columns: readonly string[]): Row[] {
  let records: Record<string, string>[];
  try {
    records = parse(readFileSync(path), {
      columns: (names: string[]) => names.map((name) => name.trim()),
      skip_empty_lines: true,
      bom: true,
      relax_quotes: true,
      relax_column_count: true,
    });
  } catch (cause) {
    throw notThisCorpus(sheet, path, `cannot read ${path}: ${messageOf(cause)}`, cause);
  }
  const missing = columns.find((column) => records[0] !== undefined && !(column in records[0]));
  if (missing !== undefined || records.length === 0) {
    const what = missing === undefined ? "has no rows" : `has no column ${missing}`;
    throw notThisCorpus(sheet, path, `${path} ${what}, only ${Object.keys(records[0] ?? {}).join(", ") || "nothing"}`);
  }
  return records.map((record) =>
    Object.fromEntries(Object.entries(record).map(([name, value]) => [name, value.trim() || undefined])),
  );
}

/** An error that says what the folder of the corpus must hold. */
export function notThisCorpus(sheet: DataSheet, path: string, message: string, cause?: unknown): QuadrantError {
  return new QuadrantError("bad-corpus", message, {
    path,
    remedy:
      `It must be the folder of ${sheet.title}: ${sheet.layout[0]}. ` +
      `\`npx quadrant corpus fetch ${sheet.name}\` says where it is got and how it is laid out.`,
    cause,
  });
}

/** The first of several paths that is there, or undefined: the same corpus is unpacked in different ways. */
export function firstThere(root: string, candidates: readonly string[]): string | undefined {
  return candidates.map((candidate) => join(root, candidate)).find((path) => existsSync(path));
}

/**
 * The first of several paths under the root that is there.
 *
 * @throws QuadrantError "bad-corpus" that names the first one
 */
export function findFile(root: string, sheet: DataSheet, candidates: readonly string[]): string {
  const found = firstThere(root, candidates);
  if (found !== undefined) return found;
  if (!existsSync(root)) {
    throw notThisCorpus(sheet, root, `the corpus folder ${root} does not exist. Name the right one with --root`);
  }
  const path = join(root, candidates[0]!);
  throw notThisCorpus(sheet, path, `cannot read ${path}: it is not there`);
}

/** The number in a cell, or undefined where there is none. */
export function numberIn(value: string | undefined): number | undefined {
  const number = Number(value ?? "x");
  return Number.isFinite(number) ? number : undefined;
}

/** Turns any text into an id that can name a file. */
export function safeId(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9._-]/g, "_").replace(/^[.]+/, "_");
}

/**
 * The group of an artist, or undefined where the table does not really name one: the same name written with other
 * capitals or spaces is the same artist.
 */
export function artistGroup(artist: string | undefined): string | undefined {
  const name = artist?.replaceAll(/\s+/g, " ").trim().toLowerCase();
  // Numbers stand there where a row is shifted by a column.
  return name === undefined || /^(n\/a|unknown|various artists)?$/.test(name) || /^[\d.]+$/.test(name)
    ? undefined
    : name;
}
