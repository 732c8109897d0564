import { join, resolve } from "node:path";
import { Command, Option } from "commander";
import { QuadrantError } from "../errors";
import { PROJECT_ROOT } from "../project";
import { reproduce } from "../reproduction";
import { parseRunSettings } from "../studies";
import { printAnswer } from "./answer";
import { positiveNumber, wholeNumber } from "./numbers";
import { addReadingOptions, type ReadingFlags, readingOptions } from "./reading-options";

interface ReproduceFlags extends ReadingFlags {
  readonly only?: string[];
  readonly notebooks?: string;
  readonly out: string;
  readonly json?: boolean;
  readonly [setting: string]: unknown;
}

/** `quadrant reproduce`: the main job. */
export function reproduceCommand(): Command {
  const command = new Command("reproduce")
    .description("make or read the corpus, extract, train, run every notebook on the tslab kernel, and leave a report")
    .option("--corpus <name>", "corpus, as `quadrant corpora` lists them", "etudes")
    .option("--root <folder>", "where the corpus lies (études need none)")
    .option("--clips <number>", "how many clips at the most (320 for études)", wholeNumber(1))
    .option("--seconds <number>", "length of an étude (12)", positiveNumber)
    .option("--seed <number>", "of corpus, folds and weights", wholeNumber(0), 1)
    .addOption(
      new Option("--split <kind>", "folds that share no group, or the corpus' own split")
        .choices(["grouped", "official"])
        .default("grouped"),
    )
    .addOption(
      new Option("--profile <size>", "quick: only to see that all runs; paper: the published epochs, for hours")
        .choices(["quick", "standard", "paper"])
        .default("standard"),
    )
    .option("--only <notebook...>", "names of the notebooks to run, such as 03-baselines")
    .option("--notebooks <folder>", "folder of the notebooks (the project's)")
    .option("--out <folder>", "folder of the report", join(PROJECT_ROOT, "reports"))
    .option("--json", "print the results as JSON");
  return addReadingOptions(command).action(run);
}

async function run({ only, notebooks, out, json, ...flags }: ReproduceFlags): Promise<void> {
  const interrupt = new AbortController();
  const onSignal = () => interrupt.abort(new QuadrantError("interrupted", "interrupted: run it again to go on"));
  process.once("SIGINT", onSignal);
  const { margin, midpoint, agreement, tags, ...rest } = flags;
  const settings: Record<string, unknown> = { ...rest, ...readingOptions(flags) };
  try {
    const outcome = await reproduce({
      // Absolute, since the notebooks run in a folder of their own.
      settings: parseRunSettings(
        typeof settings.root === "string" ? { ...settings, root: resolve(settings.root) } : settings,
      ),
      outDir: out,
      only,
      notebooks,
      command: ["npm run reproduce --", ...process.argv.slice(3)].join(" ").replace(/ --$/, ""),
      signal: interrupt.signal,
    });
    const peak = `peak memory of a process   ${Math.round(outcome.peakMiB)} MiB`;
    const { index, results, stages, failures, summary, peakMiB } = outcome;
    printAnswer(json === true, { index, results, stages, peakMiB, failures }, `${summary}\n${peak}\nreport: ${index}`);
    for (const failure of failures) process.stderr.write(`quadrant: ${failure}\n`);
    if (failures.length > 0) process.exitCode = 1;
  } finally {
    process.removeListener("SIGINT", onSignal);
  }
}
