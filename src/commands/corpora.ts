import { join } from "node:path";
import { Command } from "commander";
import { presenceOfAll } from "../corpora";
import { printAnswer } from "./answer";

/** `quadrant corpora`: the corpora that can be read, and which of them are there. */
export function corporaCommand(): Command {
  return new Command("corpora")
    .description("list the corpora that quadrant reads, and whether they are there: present, partial or absent")
    .option("--root <folder>", "where they lie, each in a folder of its name (data/corpora)")
    .option("--json", "print the data sheets as JSON")
    .action(({ root, json }: { root?: string; json?: boolean }) => {
      const found = presenceOfAll(root === undefined ? undefined : (name) => join(root, name));
      const lines = found.map(({ sheet: { name, title, licence }, state }) => {
        return `${name.padEnd(10)}${state.padEnd(9)}${title} (${licence})`;
      });
      const corpora = found.map(({ sheet, state, root: folder }) => ({ ...sheet, state, root: folder }));
      printAnswer(json === true, { corpora }, lines.join("\n"));
    });
}
