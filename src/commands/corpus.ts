import { join } from "node:path";
import { Command } from "commander";
import { openCorpus } from "../corpora";
import { makeEtudes } from "../corpora/etudes";
import { dataFolder } from "../project";
import { printAnswer } from "./answer";
import { positiveNumber, wholeNumber } from "./numbers";

/** `quadrant corpus`: makes the études, or reads any corpus and says what cannot be used. */
export function corpusCommand(): Command {
  return new Command("corpus")
    .description("make or check a corpus")
    .addCommand(makeCommand())
    .addCommand(showCommand());
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
      const root = flags.root ?? join(dataFolder(), "etudes", `${clips}-clips-${seconds}-s-seed-${seed}`);
      const manifest = await makeEtudes({ ...flags, root });
      printAnswer(json === true, { root, clips: manifest.clips.length }, `${manifest.clips.length} clips in ${root}`);
    });
}

interface ShowFlags {
  readonly root?: string;
  readonly clips?: number;
  readonly json?: boolean;
}

function showCommand(): Command {
  return new Command("show")
    .description("read a corpus and say what it holds and which clips cannot be used")
    .argument("<name>", "as `quadrant corpora` lists it")
    .option("--root <folder>", "where it lies")
    .option("--clips <number>", "how many clips at the most", wholeNumber(1))
    .option("--json", "print clips and rejected clips as JSON")
    .action(async (name: string, { root, clips: limit, json }: ShowFlags) => {
      const { sheet, clips, rejected, hash } = await openCorpus({ name, root, clips: limit });
      const groups = new Set(clips.map((clip) => clip.group)).size;
      const lines = [
        `${sheet.title}: ${clips.length} clips of ${groups} groups (${sheet.groupMeaning}), SHA-256 ${hash.slice(0, 16)}`,
        ...rejected.map(({ id, reason }) => `rejected ${id}: ${reason}`),
      ];
      printAnswer(json === true, { sheet, hash, clips, rejected }, lines.join("\n"));
    });
}
