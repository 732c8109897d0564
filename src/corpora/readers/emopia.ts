import { closeSync, openSync, readSync } from "node:fs";
import { dirname, join } from "node:path";
import { messageOf } from "../../errors";
import { dataFolder } from "../../project";
import { type RenderTask, renderAll } from "../../synthesis";
import type { Clip, DataSheet, RejectedClip } from "../corpus";
import { QUADRANTS, type Quadrant } from "../quadrant";
import type { CorpusReader, ListedClip, Listing } from "./reader";
import { findFile, readTable } from "./table";

const emopiaSheet: DataSheet = {
  name: "emopia",
  title: "EMOPIA 1.0",
  licence: "CC BY-NC-SA 4.0",
  terms: "Not for profit; share what you make of it under the same licence, and name its authors.",
  access: "open",
  citation: `@inproceedings{hung2021emopia,
  title = {{EMOPIA}: A Multi-Modal Pop Piano Dataset for Emotion Recognition and Emotion-based Music Generation},
  author = {Hung, Hsiao-Tzu and Ching, Joann and Doh, Seungheon and Kim, Nabin and Nam, Juhan and Yang, Yi-Hsuan},
  booktitle = {Proceedings of the International Society for Music Information Retrieval Conference},
  year = {2021}
}`,
  homepage: "https://annahung31.github.io/EMOPIA/",
  published: 1078,
  groupMeaning: "song",
  labelMeaning: "The quadrant that one of four trained annotators gave the clip (which one is in label.csv).",
  splits: [{ name: "split", parts: { train: 876, validation: 114, test: 88 }, disjoint: "song" }],
  sources: [
    {
      what: "EMOPIA_1.0.zip: MIDI, labels, splits",
      url: "https://zenodo.org/records/5090631/files/EMOPIA_1.0.zip",
      path: ".",
      size: "unknown",
      sha256: "unknown",
    },
  ],
  layout: [
    "label.csv with the columns ID, 4Q, annotator",
    "midis/ with files such as midis/Q1_0vLPYiPN7qY_0.mid",
    "split/train_clip.csv, val_clip.csv and test_clip.csv with the column clip_name",
  ],
  synthetic: false,
  traps: [
    "72 songs have clips in more than one quadrant: the song does not settle the label.",
    "The audio heard here is rendered from the MIDI transcriptions by one synthesiser, not the recording.",
    "All of it is pop piano: timbre and instruments carry no evidence.",
    "Each clip has one annotator: how sure a label is, is not known.",
  ],
};

/** A clip is cut here, as those of other corpora are. */
const MAX_SECONDS = 30;

/** Reads EMOPIA; its MIDI files are rendered into `data/emopia/audio`, where they are kept. */
export const emopiaReader: CorpusReader = {
  sheet: emopiaSheet,
  list(root): Listing {
    const labels = findFile(root, emopiaSheet, ["label.csv", "EMOPIA_1.0/label.csv"]);
    const home = dirname(labels);
    const splits = readSplits(home);
    const clips: ListedClip[] = [];
    const rejected: RejectedClip[] = [];
    for (const { ID: id = "", "4Q": label } of readTable(labels, emopiaSheet, ["ID", "4Q"])) {
      const midi = join(home, "midis", `${id}.mid`);
      const quadrant = `Q${label}` as Quadrant;
      const song = /^Q[1-4]_(.+)_\d+$/.exec(id)?.[1];
      if (song === undefined) rejected.push({ id, path: midi, reason: "its name is not Q<quadrant>_<song>_<clip>" });
      else if (!QUADRANTS.includes(quadrant))
        rejected.push({ id, path: midi, reason: `its label ${label} is not 1 to 4` });
      else clips.push({ id, audio: midi, quadrant, group: song, ...splits.get(id) });
    }
    return { clips, rejected };
  },
  async check(path) {
    const file = openSync(path, "r");
    try {
      const head = Buffer.alloc(4);
      readSync(file, head);
      return head.toString("latin1") === "MThd" ? undefined : "it is not a MIDI file";
    } finally {
      closeSync(file);
    }
  },
  async prepare(clips) {
    const folder = join(dataFolder(), "emopia", "audio");
    const tasks: RenderTask[] = clips.map(({ id, audio }) => ({
      midi: audio,
      output: join(folder, `${id}.wav`),
      options: { maxSeconds: MAX_SECONDS },
    }));
    const { results, failures } = await renderAll(tasks);
    return {
      prepared: results.map((result) => result && { audio: result.output, sha256: result.sha256 }),
      rejected: failures.map(({ task, error }) => {
        const path = String(task.midi);
        return { id: clips.find(({ audio }) => audio === path)?.id ?? path, path, reason: messageOf(error) };
      }),
    };
  },
};

function readSplits(home: string): Map<string, Pick<Clip, "split">> {
  const files = { train: "train", validation: "val", test: "test" } as const;
  return new Map(
    (["train", "validation", "test"] as const).flatMap((split) => {
      const path = join(home, "split", `${files[split]}_clip.csv`);
      return readTable(path, emopiaSheet, ["clip_name"]).map(
        (row) => [(row.clip_name ?? "").replace(/\.mid$/, ""), { split }] as const,
      );
    }),
  );
}
