import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Command, Option } from "commander";
import { QuadrantError } from "../errors";
import { PROJECT_ROOT } from "../project";
import { differences, lastResults, type NotebookResult, reproduce } from "../reproduction";
import { parseRunSettings, STUDIES_VARIABLE } from "../studies";
import { printAnswer } from "./answer";
import { positiveNumber, wholeNumber } from "./numbers";
import { addReadingOptions, type ReadingFlags, readingOptions } from "./reading-options";

interface ReproduceFlags extends ReadingFlags {
  readonly only?: string[];
  readonly notebooks?: string;
  readonly out: string;
  readonly json?: boolean;
  readonly check?: boolean;
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
    .option("--check", "compute every study anew and compare each number with the last report's")
    .option("--json", "print the results as JSON");
  return addReadingOptions(command).action(run);
}

async function run({ only, notebooks, out, json, check = false, ...flags }: ReproduceFlags): Promise<void> {
  const interrupt = new AbortController();
  const onSignal = () => interrupt.abort(new QuadrantError("interrupted", "interrupted: run it again to go on"));
  process.once("SIGINT", onSignal);
  const { margin, midpoint, agreement, tags, ...rest } = flags;
  const settings: Record<string, unknown> = { ...rest, ...readingOptions(flags) };
  const last = check ? lastResults(out) : undefined;
  const studies = check ? mkdtempSync(join(tmpdir(), "quadrant-check-")) : undefined;
  // The kernels of the notebooks inherit it.
  if (studies !== undefined) process.env[STUDIES_VARIABLE] = studies;
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
    if (last !== undefined && !reportDifferences(last, results)) process.exitCode = 1;
  } finally {
    if (studies !== undefined) rmSync(studies, { recursive: true, force: true });
    process.removeListener("SIGINT", onSignal);
  }
}

/** Says what differs from the last run. @returns whether nothing does */
function reportDifferences(last: readonly NotebookResult[], now: readonly NotebookResult[]): boolean {
  // With --only, numbers of other notebooks were not asked for.
  const asked = new Set(now.map(({ notebook }) => notebook));
  const found = differences(
    last.filter(({ notebook }) => asked.has(notebook)),
    now,
  );
  for (const line of found) process.stderr.write(`differs: ${line}\n`);
  const [same, all] = [now.length - found.length, now.length];
  process.stderr.write(
    found.length === 0
      ? `check: all ${all} numbers are identical\n`
      : `check: ${same} of ${all} numbers are identical\n`,
  );
  return found.length === 0;
}
