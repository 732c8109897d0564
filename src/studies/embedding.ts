import { TSNE } from "@saehrimnir/druidjs";
import type { Quadrant } from "../corpora";
import type { Run } from "./run";

/** As in van der Maaten and Hinton (2008): how many neighbours count, at most a third of the clips. */
const PERPLEXITY = 30;
const ITERATIONS = 500;

/** The clips of a corpus on a plane. */
export interface Embedding {
  readonly points: readonly {
    readonly id: string;
    readonly quadrant: Quadrant;
    readonly x: number;
    readonly y: number;
  }[];
  readonly clips: number;
  /** Share of the clips whose nearest neighbour on the plane has the same quadrant. */
  readonly neighbours: number;
}

/**
 * t-SNE of the summary statistics, each scaled to mean 0 and deviation 1: a picture of the corpus, not a model, so that
 * nothing has to be held out. The same seed gives the same picture.
 */
export async function embedCorpus(run: Run): Promise<Embedding> {
  const { clips } = run.corpus;
  const { summary } = await run.dataset();
  const perplexity = Math.min(PERPLEXITY, Math.max(2, Math.floor((clips.length - 1) / 3)));
  const tsne = new TSNE(scaledRows(summary.data, summary.shape), { perplexity, d: 2, seed: run.settings.seed });
  const plane = tsne.transform(ITERATIONS);
  const points = clips.map(({ id, quadrant }, i) => ({ id, quadrant, x: plane[i]![0]!, y: plane[i]![1]! }));
  return { points, clips: clips.length, neighbours: shareOfLikeNeighbours(points) };
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

function shareOfLikeNeighbours(points: Embedding["points"]): number {
  const like = points.filter((point) => {
    const others = points.filter((other) => other !== point);
    const distance = (other: { x: number; y: number }) => Math.hypot(other.x - point.x, other.y - point.y);
    const nearest = others.reduce((best, other) => (distance(other) < distance(best) ? other : best), others[0]!);
    return nearest.quadrant === point.quadrant;
  });
  return like.length / points.length;
}
