import { statSync } from "node:fs";
import { Command } from "commander";
import { describeModel, trainModel, writeModel } from "../prediction";
import { openRun, parseRunSettings } from "../studies";
import { printAnswer } from "./answer";
import { positiveNumber, wholeNumber } from "./numbers";
import { addReadingOptions, type ReadingFlags, readingOptions } from "./reading-options";

interface TrainFlags extends ReadingFlags {
  readonly out: string;
  readonly corpus: string;
  readonly root?: string;
  readonly clips?: number;
  readonly seconds?: number;
  readonly seed: number;
  readonly window: number;
  readonly hop: number;
  readonly json?: boolean;
}

/** `quadrant train-model`: makes a model for `quadrant predict`; with its defaults, the shipped one. */
export function trainModelCommand(): Command {
  const command = new Command("train-model")
    .description("train a model for `quadrant predict` on a corpus, and measure it on groups that it has not heard")
    .requiredOption("--out <file>", "where the model goes, as JSON")
    .option("--corpus <name>", "as `quadrant corpora` lists it", "etudes")
    .option("--root <folder>", "where the corpus lies")
    .option("--clips <number>", "how many clips at the most (all; études: 320)", wholeNumber(1))
    .option("--seconds <number>", "length of an étude (12)", positiveNumber)
    .option("--seed <number>", "of the études, of what is drawn, and of the folds", wholeNumber(0), 1)
    .option("--window <seconds>", "length of a window", positiveNumber, 10)
    .option("--hop <seconds>", "from one window to the next", positiveNumber, 5)
    .option("--json", "print what was measured as JSON");
  return addReadingOptions(command).action(async (flags: TrainFlags) => {
    const { out, corpus: name, root, clips, seconds, seed, window, hop, json } = flags;
    const settings = { corpus: name, root, clips, seconds, seed, ...readingOptions(flags) };
    const { corpus, store } = await openRun(parseRunSettings(settings));
    const model = await trainModel(corpus, store, { seed, windows: { length: window, hop } });
    writeModel(out, model);
    const { note, trainedOn, measured, temperature, threshold } = model;
    const kilobytes = Math.round(statSync(out).size / 1000);
    const leftOut = corpus.rejected.length === 0 ? "" : `; ${corpus.rejected.length} clips cannot be used`;
    printAnswer(
      json === true,
      { out, note, trainedOn, measured, temperature, threshold, rejected: corpus.rejected },
      `${out}: ${kilobytes} kB${leftOut}\n${describeModel(model)}`,
    );
  });
}
