import { existsSync } from "node:fs";
import { Command } from "commander";
import {
  type CorpusOptions,
  describeSheet,
  openCorpus,
  QUADRANTS,
  type RejectedClip,
  sheetOf,
  usualRoot,
  type Verification,
  verifyCorpus,
} from "../corpora";
import { etudesRoot, makeEtudes } from "../corpora/etudes";
import { type Finding, QUALITY_CHECKS, qualityOf } from "../corpora/quality";
import { Progress } from "../jobs";
import { printAnswer } from "./answer";
import { fetchCommand } from "./corpus-fetch";
import { positiveNumber, wholeNumber } from "./numbers";
import { addReadingOptions, type ReadingFlags, readingOptions } from "./reading-options";

/** `quadrant corpus`: makes the études; says of any corpus what it is, how it is got, and what of it cannot be used. */
export function corpusCommand(): Command {
  return new Command("corpus")
    .description("make, get, show or check a corpus")
    .addCommand(makeCommand())
    .addCommand(fetchCommand())
    .addCommand(showCommand())
    .addCommand(verifyCommand());
}

interface MakeFlags {
  readonly clips: number;
  readonly seconds: number;
  readonly seed: number;
  readonly root?: string;
  readonly workers?: number;
  readonly json?: boolean;
}

function makeCommand(): Command {
  return new Command("make")
    .description("compose and render the études; what is there already is kept")
    .argument("<name>", "etudes: the one corpus that quadrant composes")
    .option("--clips <number>", "how many", wholeNumber(4), 320)
    .option("--seconds <number>", "length of each", positiveNumber, 12)
    .option("--seed <number>", "the same seed gives the same bytes", wholeNumber(0), 1)
    .option("--root <folder>", "where to (a folder of its own in data/)")
    .option("--workers <number>", "how many threads render (all cores)", wholeNumber(1))
    .option("--json", "print where they lie as JSON")
    .action(async (name: string, { json, ...flags }: MakeFlags, command: Command) => {
      if (name !== "etudes") command.error(`error: ${name} cannot be made: etudes is the one corpus quadrant composes`);
      const { clips, seconds, seed } = flags;
      const root = flags.root ?? etudesRoot({ clips, seconds, seed });
      const manifest = await makeEtudes({ ...flags, root });
      printAnswer(json === true, { root, clips: manifest.clips.length }, `${manifest.clips.length} clips in ${root}`);
    });
}

interface ShowFlags extends ReadingFlags {
  readonly root?: string;
  readonly clips?: number;
  readonly json?: boolean;
}

function showCommand(): Command {
  const command = new Command("show")
    .description(
      "print the data sheet of a corpus; where it lies in a folder, also what that holds and what cannot be used",
    )
    .argument("<name>", "as `quadrant corpora` lists it")
    .option("--root <folder>", "where it lies (data/corpora/NAME)")
    .option("--clips <number>", "how many clips at the most", wholeNumber(1))
    .option("--json", "print sheet, clips and rejected clips as JSON");
  return addReadingOptions(command).action(async (name: string, flags: ShowFlags) => {
    const { root, clips: limit, json } = flags;
    const known = sheetOf(name);
    if (root === undefined && limit === undefined && !existsSync(usualRoot(name))) {
      printAnswer(json === true, { sheet: known }, describeSheet(known));
      return;
    }
    const { sheet, clips, rejected, hash } = await openCorpus({ name, root, clips: limit, ...readingOptions(flags) });
    const groups = new Set(clips.map((clip) => clip.group)).size;
    const balance = QUADRANTS.map((each) => `${each} ${clips.filter(({ quadrant }) => quadrant === each).length}`);
    const lines = [
      describeSheet(sheet),
      "",
      `${clips.length} clips of ${groups} groups (${sheet.groupMeaning}), ${balance.join(", ")}, SHA-256 ${hash.slice(0, 16)}`,
      ...firstOf("rejected", rejected),
    ];
    printAnswer(json === true, { sheet, hash, clips, rejected }, lines.join("\n"));
  });
}

interface VerifyFlags extends ReadingFlags {
  readonly root?: string;
  readonly deep?: boolean;
  readonly json?: boolean;
}

function verifyCommand(): Command {
  const command = new Command("verify")
    .description("look at every file of a corpus: which are missing, which are invalid, which clips cannot be used")
    .argument("<name>", "as `quadrant corpora` lists it")
    .option("--root <folder>", "where it lies (data/corpora/NAME)")
    .option("--deep", "listen to every clip: silence, clipping, unusual lengths, wrong names, the same music twice")
    .option("--json", "print what was found as JSON");
  return addReadingOptions(command).action(async (name: string, flags: VerifyFlags) => {
    let progress: Progress | undefined;
    const found = await verifyCorpus({ name, root: flags.root, ...readingOptions(flags) }, (_, total) => {
      progress ??= new Progress("looking at files", total);
      progress.tick();
    });
    progress?.done();
    const { sheet, root, ...rest } = found;
    const findings = flags.deep === true ? await listenTo({ name, root, ...readingOptions(flags) }, found) : undefined;
    const heard = findings === undefined ? [] : describeFindings(findings);
    const text = [describeVerification(found), ...heard].join("\n");
    printAnswer(flags.json === true, { name: sheet.name, root, ...rest, findings }, text);
    if (found.state !== "present") process.exitCode = 1;
  });
}

/** What is heard in the clips that can be used; nothing where there are none. */
async function listenTo(options: CorpusOptions, { state }: Verification): Promise<Finding[]> {
  return state === "absent" ? [] : qualityOf(await openCorpus(options));
}

function describeFindings(findings: readonly Finding[]): string[] {
  return [
    ...QUALITY_CHECKS.map((check) => `${check.padEnd(16)}${findings.filter((each) => each.check === check).length}`),
    ...findings.map(({ check, clip, message }) => `${check} ${clip}: ${message}`),
  ];
}

function describeVerification({
  sheet,
  root,
  state,
  listed,
  missing,
  invalid,
  unusable,
  problem,
}: Verification): string {
  if (problem !== undefined) return `${sheet.title} is absent from ${root}: ${problem}`;
  const expected =
    sheet.published === undefined || sheet.published === listed ? "" : ` (published: ${sheet.published})`;
  const kinds = { missing, invalid, unusable };
  return [
    `${sheet.title} in ${root}: ${state}`,
    `listed    ${listed}${expected}`,
    ...Object.entries(kinds).map(([kind, clips]) => `${kind.padEnd(10)}${clips.length}`),
    ...Object.entries(kinds).flatMap(([kind, clips]) => firstOf(kind, clips)),
  ].join("\n");
}

/** As many lines as one may want to read: thousands of files may be missing. */
const LINES = 20;

function firstOf(kind: string, clips: readonly RejectedClip[]): string[] {
  const lines = clips.slice(0, LINES).map(({ id, reason }) => `${kind} ${id}: ${reason}`);
  const more = clips.length - lines.length;
  return more > 0 ? [...lines, `${kind} ${more} more: --json lists them all`] : lines;
}
