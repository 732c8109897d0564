/** A cell of a table: what a reader can read. */
export type Cell = string | number | boolean;

/** A row of a table: its cells by the name of their column. */
export interface TableRow {
  readonly [column: string]: Cell;
}
