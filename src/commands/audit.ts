import { resolve } from "node:path";
import { Command } from "commander";
import { type Audit, type AuditedFlaw, audit, readProtocol } from "../audit";
import { formatInterval, points } from "../evaluation";
import { openRun, parseRunSettings } from "../studies";
import { printAnswer } from "./answer";

interface AuditFlags {
  readonly root?: string;
  readonly json?: boolean;
}

/** `quadrant audit`: what is wrong with a protocol, and what each fault is worth. */
export function auditCommand(): Command {
  return new Command("audit")
    .description("look for every known flaw in an experiment described as data, and measure what each is worth")
    .argument("<protocol>", "a .json file, such as data/protocols/published.json")
    .option("--root <folder>", "where the corpus lies, if not where the protocol says")
    .option("--json", "print the audit as JSON")
    .action(run);
}

async function run(path: string, { root, json = false }: AuditFlags): Promise<void> {
  const protocol = readProtocol(path);
  const { name, ...corpus } = protocol.corpus;
  const folder = root ?? corpus.root;
  const settings = { ...corpus, corpus: name, ...(folder === undefined ? {} : { root: resolve(folder) }) };
  const found = await audit(await openRun(parseRunSettings(settings)), protocol);
  printAnswer(json, found, textOf(found));
  // As a linter: flaws that were found are a failure, so that a script can stop at them.
  if (!found.clean) process.exitCode = 1;
}

function textOf({ protocol, flaws, accuracy, repaired, permuted, clean }: Audit): string {
  return [
    `${protocol.name}: ${clean ? "no flaw was found" : "flaws, the costliest first"}`,
    "",
    ...flaws.filter(({ detection }) => detection.state === "present").flatMap(flawLines),
    `accuracy as it stands            ${formatInterval(accuracy)}`,
    `with all repaired                ${formatInterval(repaired)}`,
    `with all repaired, labels mixed  ${formatInterval(permuted)}`,
    "",
    `looked for and not there: ${flaws
      .filter(({ detection }) => detection.state !== "present")
      .map(({ title }) => title)
      .join("; ")}`,
  ].join("\n");
}

function flawLines({ id, title, detection: { evidence, clips }, worth }: AuditedFlaw): string[] {
  const named = clips.length > 5 ? `${clips.slice(0, 5).join(", ")} and ${clips.length - 5} more` : clips.join(", ");
  return [
    `${id}  ${title}`,
    `    ${evidence}`,
    ...(clips.length === 0 ? [] : [`    clips: ${named}`]),
    worth === undefined ? "    worth: not measured" : `    worth: ${points(worth.difference)}, by ${worth.method}`,
    "",
  ];
}
