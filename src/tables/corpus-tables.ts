import { sampleCorrelation } from "simple-statistics";
import type { Corpus } from "../corpora";
import { type Run, referenceLines } from "../studies";
import type { TableRow } from "./table";

/** What the corpus is, in a few lines. */
export function corpusTable({ corpus, settings }: Run): TableRow[] {
  const { sheet, clips, rejected, hash } = corpus;
  const facts: Record<string, string> = {
    Corpus: sheet.title,
    Music: sheet.synthetic ? "synthetic: composed by a program" : "recorded or transcribed from recordings",
    Clips: String(clips.length),
    Rejected: String(rejected.length),
    Groups: `${new Set(clips.map((clip) => clip.group)).size} (${sheet.groupMeaning})`,
    Labels: sheet.labelMeaning,
    Licence: sheet.licence,
    Home: sheet.homepage,
    Split: settings.split === "official" ? "the corpus' own" : `five folds that share no ${sheet.groupMeaning}`,
    "SHA-256": hash.slice(0, 16),
  };
  return Object.entries(facts).map(([what, value]) => ({ what, value }));
}

/** How each musical cue went with valence and arousal in the clips at hand; empty where the cues are not known. */
export function cueTable({ clips }: Corpus): TableRow[] {
  const composed = clips.filter(({ cues, valence, arousal }) => cues && valence !== undefined && arousal !== undefined);
  return Object.keys(composed[0]?.cues ?? {}).flatMap((cue) => {
    const values = composed.map((clip) => clip.cues?.[cue]);
    if (!values.every((value) => typeof value === "number")) return [];
    const correlation = (axis: "valence" | "arousal") =>
      sampleCorrelation(
        values,
        composed.map((clip) => clip[axis]!),
      );
    return [{ cue, valence: correlation("valence"), arousal: correlation("arousal") }];
  });
}

/** A row of {@link ceilingTable}. */
export interface CeilingRow extends TableRow {
  readonly reference: string;
  readonly accuracy: number;
}

/** What scores on the corpus are held against, smallest first. */
export function ceilingTable(run: Run): CeilingRow[] {
  return referenceLines(run).map(({ label, value }) => ({ reference: label, accuracy: value }));
}
