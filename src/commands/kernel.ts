import { Command } from "commander";
import { installKernel } from "../kernel";

/** `quadrant kernel`: registers the kernel for JupyterLab, VS Code and nbclient. */
export function kernelCommand(): Command {
  return new Command("kernel")
    .description("register the kernel with Jupyter, so that JupyterLab, VS Code and nbclient can run the notebooks")
    .action(() => {
      process.stdout.write(`the kernel "quadrant (TypeScript, tslab)" is registered in ${installKernel()}\n`);
    });
}
