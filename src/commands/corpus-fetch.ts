import { Command, Option } from "commander";
import { howToGet, sheetOf, usualRoot } from "../corpora";
import { fetchCorpus } from "../corpora/fetch";
import { QuadrantError } from "../errors";
import { printAnswer } from "./answer";
import { wholeNumber } from "./numbers";

const PARTS = ["train", "validation", "test"] as const;

interface FetchFlags {
  readonly root?: string;
  readonly parts?: readonly (typeof PARTS)[number][];
  readonly split?: number;
  readonly archives?: number;
  readonly atOnce?: number;
  readonly mirror?: string;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/** `quadrant corpus fetch`: downloads a corpus where its terms allow it, and says what to do where they do not. */
export function fetchCommand(): Command {
  return new Command("fetch")
    .description("download a corpus where its terms allow it; else say where it is got and where its files go")
    .argument("<name>", "as `quadrant corpora` lists it")
    .option("--root <folder>", "where it is to lie (data/corpora/NAME)")
    .addOption(
      new Option("--parts <parts...>", "jamendo: only tracks of these parts of the split (all)").choices(PARTS),
    )
    .option("--split <number>", "jamendo: which of its splits, 0 to 4 (0)", wholeNumber(0))
    .option("--archives <number>", "at most so many archives, to try it out (all)", wholeNumber(1))
    .option("--at-once <number>", "how many files at once (4)", wholeNumber(1))
    .option("--mirror <url>", "ask here first: host and path of the original address follow")
    .option("--dry-run", "only say what would be got, under which terms, and where it goes")
    .option("--json", "print what was done, or sources and layout, as JSON")
    .action(run);
}

async function run(name: string, flags: FetchFlags): Promise<void> {
  const { root = usualRoot(name), json, dryRun, split, ...rest } = flags;
  const sheet = sheetOf(name);
  const { access, terms, homepage, sources, layout } = sheet;
  if (access !== "open" || dryRun === true) {
    printAnswer(json === true, { name, root, access, terms, homepage, sources, layout }, howToGet(sheet, root));
    return;
  }
  process.stderr.write(`${sheet.title}: ${terms}\n`);
  const interrupt = new AbortController();
  const onSignal = () => {
    interrupt.abort(new QuadrantError("interrupted", "interrupted: fetch again to go on from what came"));
  };
  process.once("SIGINT", onSignal);
  try {
    const done = await fetchCorpus({ name, root, ...rest, splitNumber: split, signal: interrupt.signal });
    const { fetched, kept, bytes } = done;
    const text = `${fetched.length} files fetched (${bytes.toLocaleString("en-GB")} bytes), ${kept.length} were there, in ${root}`;
    printAnswer(json === true, done, `${text}\nCheck them: npx quadrant corpus verify ${name} --root ${root}`);
  } finally {
    process.removeListener("SIGINT", onSignal);
  }
}
