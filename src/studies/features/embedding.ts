import { join } from "node:path";
import type { Quadrant } from "../../corpora";
import { runCached } from "../cache/run-cached";
import type { Dataset } from "../run/dataset";
import type { Run } from "../run/run";
import type { EmbeddingTask, Plane } from "./embedding-worker";

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
export async function embedCorpus({ corpus, settings, dataset }: Run): Promise<Embedding> {
  const { clips, hash } = corpus;
  const perplexity = Math.min(PERPLEXITY, Math.max(2, Math.floor((clips.length - 1) / 3)));
  const [plane] = await runCached<EmbeddingTask, Dataset, Plane>({
    label: "embedding",
    module: join(__dirname, "embedding-worker.js"),
    corpusHash: hash,
    tasks: [{ method: "t-SNE", perplexity, iterations: ITERATIONS, seed: settings.seed }],
    dataset,
  });
  const points = clips.map(({ id, quadrant }, i) => ({ id, quadrant, x: plane![i]![0], y: plane![i]![1] }));
  return { points, clips: clips.length, neighbours: shareOfLikeNeighbours(points) };
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
