import { extname } from "node:path";
import { Command, type Command as Commander } from "commander";
import { QUADRANTS } from "../corpora";
import {
  describeModel,
  describePrediction,
  PICTURE_ENDINGS,
  predictFiles,
  predictionPicture,
  readModel,
  SHIPPED_MODEL,
  writePicture,
} from "../prediction";
import { printAnswer } from "./answer";
import { positiveNumber, wholeNumber } from "./numbers";

interface PredictFlags {
  readonly model?: string;
  readonly hop?: number;
  readonly picture?: string;
  readonly workers?: number;
  readonly json?: boolean;
}

/** `quadrant predict`: what a trained model says of sound files, as a whole and over time. */
export function predictCommand(): Command {
  return new Command("predict")
    .description("ask a trained model about sound files: quadrant, valence and arousal, as a whole and over time")
    .argument("<file...>", "sound files: WAV, MP3, FLAC, OGG")
    .option("--model <file>", "that `quadrant train-model` wrote (the shipped one, trained on synthetic études)")
    .option("--hop <seconds>", "from one window to the next (the model's, 5)", positiveNumber)
    .option("--picture <file>", `a picture of it: ${PICTURE_ENDINGS.join(", ")}`)
    .option("--workers <number>", "how many threads (all cores)", wholeNumber(1))
    .option("--json", "print everything as JSON")
    .action(run);
}

async function run(paths: readonly string[], flags: PredictFlags, command: Commander): Promise<void> {
  const { model: path = SHIPPED_MODEL, picture, hop, workers } = flags;
  if (picture !== undefined && !PICTURE_ENDINGS.some((ending) => ending === extname(picture).toLowerCase())) {
    command.error(`error: --picture ${picture}: name a file that ends in ${PICTURE_ENDINGS.join(", ")}`);
  }
  const model = readModel(path);
  const { files, failed } = await predictFiles(paths, model, { hop, workers });
  const { note, trainedOn, measured, threshold } = model;
  const tables = files.map((file) => describePrediction(file, model));
  const summary = failed.length === 0 ? [] : [`${files.length} of ${paths.length} files, ${failed.length} failed`];
  printAnswer(
    flags.json === true,
    { model: { path, note, trainedOn, measured, threshold }, quadrants: QUADRANTS, files, failed },
    [...tables, describeModel(model), ...summary].join("\n\n"),
  );
  for (const { path: file, reason } of failed) {
    process.stderr.write(`quadrant: ${reason.includes(file) ? reason : `${file}: ${reason}`}\n`);
  }
  if (failed.length > 0) process.exitCode = 1;
  if (picture !== undefined && files.length > 0) await writePicture(picture, predictionPicture(files, model));
}
