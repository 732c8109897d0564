import { TSNE } from "@saehrimnir/druidjs";
import type { Dataset } from "../run/dataset";

export interface EmbeddingTask {
  readonly method: "t-SNE";
  readonly perplexity: number;
  readonly iterations: number;
  readonly seed: number;
}

/** Where each clip lies. */
export type Plane = readonly (readonly [x: number, y: number])[];

/** Puts the clips of a corpus on a plane: the work of one thread. */
export default function embed({ task, dataset }: { readonly task: EmbeddingTask; readonly dataset: Dataset }): Plane {
  const { perplexity, iterations, seed } = task;
  const { data, shape } = dataset.summary;
  const plane = new TSNE(scaledRows(data, shape), { perplexity, d: 2, seed }).transform(iterations);
  return plane.map(([x, y]) => [x!, y!] as const);
}

function scaledRows(data: Float32Array, [items, columns]: readonly [number, number]): number[][] {
  const rows = Array.from({ length: items }, (_, item) => [...data.subarray(item * columns, (item + 1) * columns)]);
  for (let column = 0; column < columns; column++) {
    const mean = rows.reduce((sum, row) => sum + row[column]!, 0) / items;
    const deviation = Math.sqrt(rows.reduce((sum, row) => sum + (row[column]! - mean) ** 2, 0) / items) || 1;
    for (const row of rows) row[column] = (row[column]! - mean) / deviation;
  }
  return rows;
}
