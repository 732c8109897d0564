import { basename, join } from "node:path";
import type { RejectedClip } from "../corpora";
import { messageOf } from "../errors";
import { runOnWorkers } from "../jobs";
import type { HearingOutcome, HearingTask } from "./hear-file";
import { answer, type FileAnswer, type TrainedModel } from "./trained-model";

export interface PredictionOptions {
  /** From one window to the next, in seconds; the model's by default. */
  readonly hop?: number | undefined;
  /** How many threads; all cores by default. */
  readonly workers?: number | undefined;
}

export interface FilePrediction extends FileAnswer {
  readonly path: string;
  readonly seconds: number;
}

/** What a model says of files. */
export interface Predictions {
  /** In the order of the files. */
  readonly files: readonly FilePrediction[];
  /** Files that could not be used. */
  readonly failed: readonly RejectedClip[];
}

/**
 * Asks a model about sound files: quadrant probabilities, valence and arousal of each as a whole and over time, and
 * whether it is unlike what the model was trained on. A file that cannot be read is listed in `failed`.
 *
 * @example
 * const { files } = await predictFiles(["song.mp3"], readModel(SHIPPED_MODEL));
 * console.log(files[0].whole.probabilities);
 */
export async function predictFiles(
  paths: readonly string[],
  model: TrainedModel,
  { hop = model.windows.hop, workers }: PredictionOptions = {},
): Promise<Predictions> {
  const { features } = model;
  const windows = { ...model.windows, hop };
  const tasks = paths.map((path): HearingTask => ({ path, features, windows }));
  const { results, failures } = await runOnWorkers<HearingTask, HearingOutcome>(
    join(__dirname, "hear-file.js"),
    tasks,
    {
      workers,
    },
  );
  const lost = new Map(failures.map(({ task, error }) => [task, messageOf(error)]));
  const files: FilePrediction[] = [];
  const failed: RejectedClip[] = [];
  for (const [i, outcome] of results.entries()) {
    const path = paths[i]!;
    if (outcome?.kind === "heard") {
      const { seconds, statistics } = outcome;
      files.push({ path, seconds, ...answer(model, statistics, outcome.windows) });
    } else {
      failed.push({ id: basename(path), path, reason: outcome?.reason ?? lost.get(tasks[i]!) ?? "no result" });
    }
  }
  return { files, failed };
}
