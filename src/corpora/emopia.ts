import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { messageOf, QuadrantError } from "../errors";
import { dataFolder } from "../project";
import { type RenderTask, renderAll } from "../synthesis";
import { balancedSubset } from "./balanced-subset";
import type { Clip, Corpus, DataSheet, RejectedClip } from "./corpus";
import { corpusHash } from "./corpus-hash";
import { QUADRANTS, type Quadrant } from "./quadrant";

export const emopiaSheet: DataSheet = {
  name: "emopia",
  title: "EMOPIA 1.0",
  licence: "CC BY-NC-SA 4.0",
  citation: `@inproceedings{hung2021emopia,
  title = {{EMOPIA}: A Multi-Modal Pop Piano Dataset for Emotion Recognition and Emotion-based Music Generation},
  author = {Hung, Hsiao-Tzu and Ching, Joann and Doh, Seungheon and Kim, Nabin and Nam, Juhan and Yang, Yi-Hsuan},
  booktitle = {Proceedings of the International Society for Music Information Retrieval Conference},
  year = {2021}
}`,
  homepage: "https://annahung31.github.io/EMOPIA/",
  groupMeaning: "song",
  labelMeaning: "The quadrant that one of four trained annotators gave the clip (which one is in label.csv).",
  synthetic: false,
  traps: [
    "72 songs have clips in more than one quadrant: the song does not settle the label.",
    "The audio heard here is rendered from the MIDI transcriptions by one synthesiser, not the recording.",
    "All of it is pop piano: timbre and instruments carry no evidence.",
  ],
};

/** A clip is cut here, as those of other corpora are. */
const MAX_SECONDS = 30;

export interface EmopiaOptions {
  /** The folder with label.csv, midis/ and split/. It is only read. */
  readonly root: string;
  /** At most so many clips, the quadrants equally often, whole songs where that is possible. */
  readonly clips?: number | undefined;
  readonly seed?: number | undefined;
  readonly workers?: number | undefined;
}

/**
 * Reads EMOPIA and renders its MIDI files into `data/emopia/audio`, where they are kept.
 *
 * @throws QuadrantError "bad-corpus" when the folder is missing or is not EMOPIA's
 */
export async function openEmopia({ root, clips: limit, seed = 1, workers }: EmopiaOptions): Promise<Corpus> {
  const { scores, rejected } = readScores(root);
  const chosen = limit === undefined ? scores : chooseScores(scores, limit, seed);
  const folder = join(dataFolder(), "emopia", "audio");
  const tasks: RenderTask[] = chosen.map(({ midi, clip }) => ({
    midi,
    output: join(folder, `${clip.id}.wav`),
    options: { maxSeconds: MAX_SECONDS },
  }));
  const { results, failures } = await renderAll(tasks, { workers });
  const checksums = new Map<string, string>();
  const clips: Clip[] = [];
  chosen.forEach(({ clip }, i) => {
    const result = results[i];
    if (result === undefined) return;
    clips.push({ ...clip, audio: result.output });
    checksums.set(clip.id, result.sha256);
  });
  for (const { task, error } of failures) {
    const id = chosen[tasks.indexOf(task)]?.clip.id ?? task.output;
    rejected.push({ id, path: String(task.midi), reason: messageOf(error) });
  }
  return { sheet: emopiaSheet, root, clips, rejected, hash: corpusHash(clips, checksums) };
}

interface Score {
  readonly clip: Omit<Clip, "audio">;
  readonly midi: string;
}

/** What label.csv lists: the scores that are there, and why others cannot be used. */
export function readScores(root: string): { scores: Score[]; rejected: RejectedClip[] } {
  const split = readSplits(root);
  const scores: Score[] = [];
  const rejected: RejectedClip[] = [];
  for (const row of readTable(join(root, "label.csv"), root)) {
    const id = row.ID ?? "";
    const midi = join(root, "midis", `${id}.mid`);
    const quadrant = `Q${row["4Q"]}` as Quadrant;
    const song = /^Q[1-4]_(.+)_\d+$/.exec(id)?.[1];
    if (song === undefined) rejected.push({ id, path: midi, reason: "its name is not Q<quadrant>_<song>_<clip>" });
    else if (!QUADRANTS.includes(quadrant))
      rejected.push({ id, path: midi, reason: `its label ${row["4Q"]} is not 1 to 4` });
    else if (!existsSync(midi)) rejected.push({ id, path: midi, reason: "its MIDI file is missing" });
    else scores.push({ midi, clip: { id, quadrant, group: song, ...split.get(id) } });
  }
  return { scores, rejected };
}

function readSplits(root: string): Map<string, Pick<Clip, "split">> {
  const parts = { train: "train", validation: "val", test: "test" } as const;
  return new Map(
    (["train", "validation", "test"] as const).flatMap((split) =>
      readTable(join(root, "split", `${parts[split]}_clip.csv`), root).map(
        (row) => [(row.clip_name ?? "").replace(/\.mid$/, ""), { split }] as const,
      ),
    ),
  );
}

function readTable(path: string, root: string): Record<string, string | undefined>[] {
  try {
    return parse(readFileSync(path), { columns: true, skip_empty_lines: true, bom: true });
  } catch (cause) {
    throw new QuadrantError("bad-corpus", `cannot read ${path}: ${messageOf(cause)}`, {
      path,
      remedy: `${root} must be the folder of EMOPIA 1.0 with label.csv, midis and split; see ${emopiaSheet.homepage}`,
      cause,
    });
  }
}

function chooseScores(scores: readonly Score[], limit: number, seed: number): Score[] {
  const chosen = new Set(
    balancedSubset(
      scores.map(({ clip }) => clip),
      limit,
      seed,
    ),
  );
  return scores.filter(({ clip }) => chosen.has(clip));
}
