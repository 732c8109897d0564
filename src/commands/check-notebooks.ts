import { readdirSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { checkNotebooks } from "../kernel";
import { PROJECT_ROOT } from "../project";

/** `quadrant check-notebooks`: type-checks every cell and sees that no output was committed. */
export function checkNotebooksCommand(): Command {
  return new Command("check-notebooks")
    .description("type-check every cell of the notebooks and see that they are clean")
    .argument("[notebooks...]", "paths (all of notebooks/)")
    .action((paths: string[]) => {
      const folder = join(PROJECT_ROOT, "notebooks");
      const all = readdirSync(folder).filter((file) => file.endsWith(".ipynb"));
      const checked = paths.length > 0 ? paths : all.map((file) => join(folder, file));
      const problems = checkNotebooks(checked);
      for (const problem of problems) process.stderr.write(`${problem}\n`);
      process.stdout.write(`${checked.length} notebooks, ${problems.length} problems\n`);
      if (problems.length > 0) process.exitCode = 1;
    });
}
