import type { Run } from "../studies";
import type { TableRow } from "./table";

/** What extraction did in this run. */
export function extractionTable({ extraction, corpus }: Run): TableRow[] {
  return [
    { what: "clips with features", count: corpus.clips.length },
    { what: "extracted now", count: extraction.computed },
    { what: "taken from the store", count: extraction.reused },
    { what: "failed", count: extraction.failed.length },
  ];
}

/** A row of {@link featureTable}. */
export interface FeatureRow extends TableRow {
  readonly feature: string;
  readonly rows: number;
  readonly frames: number;
  readonly finite: boolean;
}

/** The features of the first clip, with their sizes and ranges. */
export async function featureTable({ corpus, store }: Run): Promise<FeatureRow[]> {
  const features = await store.read(corpus.clips[0]!.id);
  return Object.entries(features).map(([feature, { data, shape }]) => ({
    feature,
    rows: shape[0],
    frames: shape[1],
    smallest: data.reduce((a, b) => Math.min(a, b)),
    largest: data.reduce((a, b) => Math.max(a, b)),
    finite: data.every(Number.isFinite),
  }));
}
