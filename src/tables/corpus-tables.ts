import { sampleCorrelation } from "simple-statistics";
import { type Corpus, type Finding, type MapAgreement, presenceOfAll, QUALITY_CHECKS } from "../corpora";
import { type Run, referenceLines } from "../studies";
import type { TableRow } from "./table-row";

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

const ACCESS = {
  made: "composed by this program",
  open: "npx quadrant corpus fetch",
  request: "on request; npx quadrant corpus fetch says how",
  own: "one's own files",
} as const;

/** Every corpus that can be read: what it is, whether it is here, and how to get it. */
export function catalogueTable(): TableRow[] {
  return presenceOfAll().map(
    ({ sheet: { name, title, published, groupMeaning, licence, access, homepage }, state }) => ({
      name,
      corpus: title,
      clips: published === undefined ? "any" : String(published),
      group: groupMeaning,
      licence,
      here: state,
      "how to get it": homepage === "" ? ACCESS[access] : `${ACCESS[access]}; ${homepage}`,
    }),
  );
}

/** Known traps of every corpus. */
export function trapsTable(): TableRow[] {
  return presenceOfAll().flatMap(({ sheet: { name, traps } }) => traps.map((trap) => ({ corpus: name, trap })));
}

/** How often the ways from tags to quadrants come to the same on the tracks of a corpus. */
export function mapAgreementTable({ rules }: MapAgreement): TableRow[] {
  return rules.map(({ first, second, tracks, agree, kappa }) => ({
    "one rule": first,
    "the other": second,
    "tracks that both label": tracks,
    agree: tracks === 0 ? "" : (agree / tracks).toFixed(3),
    "Cohen's kappa": Number.isNaN(kappa) ? "" : kappa.toFixed(3),
  }));
}

/** How many clips each check of the sound found, and the first of them. */
export function qualityTable(findings: readonly Finding[]): TableRow[] {
  return QUALITY_CHECKS.map((check) => {
    const own = findings.filter((finding) => finding.check === check);
    return { check, clips: own.length, "the first of them": own[0] === undefined ? "" : own[0].message };
  });
}
