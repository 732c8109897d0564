import type { MeydaAgreement } from "../features";
import type { ComparedFiles, FeatureAgreement, FeatureSpeed, Run } from "../studies";
import type { TableRow } from "./table-row";

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

/** How far each feature is from librosa's, and how far it may be, as shares of its range. */
export function agreementTable(rows: readonly FeatureAgreement[]): TableRow[] {
  return rows.map(({ feature, frames, largest, tolerance }) => ({
    feature,
    frames,
    "largest difference": share(largest),
    tolerance: share(tolerance),
    within: largest <= tolerance,
  }));
}

/** The record of a comparison with librosa on real music: shares of a feature's range in its file, all and loud frames. */
export function comparedTable({ rows }: ComparedFiles): TableRow[] {
  return rows.map(({ feature, frames, largest, p999, loud }) => ({
    feature,
    frames: frames,
    largest: share(largest),
    "99.9 %": share(p999),
    "largest, loud": share(loud.largest),
    "99.9 %, loud": share(loud.p999),
  }));
}

/** Milliseconds of CPU for 30 s of sound: here and now, and what the record says of librosa and of quadrant. */
export function speedTable({ here, recorded }: FeatureSpeed): TableRow[] {
  return here.map(({ feature, milliseconds }) => {
    const then = recorded?.rows.find((row) => row.feature === feature);
    return {
      feature,
      "here (ms)": milliseconds.toFixed(1),
      "librosa (ms)": then?.librosa.toFixed(1) ?? "",
      "quadrant (ms)": then?.quadrant.toFixed(1) ?? "",
      ratio: then === undefined ? "" : (then.librosa / then.quadrant).toFixed(1),
    };
  });
}

/** Where Meyda agrees with librosa and where not. */
export function meydaTable(rows: readonly MeydaAgreement[]): TableRow[] {
  return rows.map(({ feature, meyda, correlation, largest, reason }) => ({
    feature,
    "Meyda's": meyda,
    correlation,
    "largest difference": largest,
    why: reason,
  }));
}

/** A small number for people: 0, or one digit and its power of ten. */
function share(value: number): string {
  return value === 0 ? "0" : value.toExponential(1);
}
