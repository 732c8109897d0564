import { Command } from "commander";
import { listCorpora } from "../corpora";
import { printAnswer } from "./answer";

/** `quadrant corpora`: the corpora that can be read. */
export function corporaCommand(): Command {
  return new Command("corpora")
    .description("list the corpora that quadrant reads")
    .option("--json", "print the data sheets as JSON")
    .action(({ json }: { json?: boolean }) => {
      const sheets = listCorpora();
      const text = sheets.map(({ name, title, licence }) => `${name.padEnd(10)}${title} (${licence})`).join("\n");
      printAnswer(json === true, { corpora: sheets }, text);
    });
}
