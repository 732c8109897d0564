import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { QuadrantError } from "../errors";
import { writeFileAtomic } from "../store/atomic-file";
import { KERNEL_FILE, KERNEL_NODE_ARGS } from "./kernel-command";
import { KERNELSPEC } from "./notebook";
import type { Json } from "./wire";

/**
 * Registers the kernel with this user's Jupyter, for JupyterLab, VS Code and nbclient. Needs no Python.
 *
 * @param dataFolder Jupyter's data folder; by default the one that `jupyter --data-dir` prints
 * @returns the folder of the kernelspec
 * @throws QuadrantError "kernel" when the project is not built, "bad-store" when the folder cannot be written
 */
export function installKernel(dataFolder: string = jupyterDataFolder()): string {
  const folder = join(dataFolder, "kernels", KERNELSPEC.name);
  writeFileAtomic(join(folder, "kernel.json"), `${JSON.stringify(kernelSpec(), null, 2)}\n`);
  return folder;
}

/** What Jupyter needs to know to start the kernel. */
function kernelSpec(): Json {
  if (!existsSync(KERNEL_FILE)) {
    throw new QuadrantError("kernel", `the kernel is not built: ${KERNEL_FILE} is missing`, {
      path: KERNEL_FILE,
      remedy: "Run npm run build.",
    });
  }
  return {
    // The Node that runs now, which npm made the pinned one.
    argv: [process.execPath, ...KERNEL_NODE_ARGS, KERNEL_FILE, "kernel", "--config-path", "{connection_file}"],
    display_name: KERNELSPEC.display_name,
    language: KERNELSPEC.language,
    // By message rather than by signal: a signal reaches JavaScript only between two turns of its loop, a message goes to
    // a thread of its own, which ends an endless loop too.
    interrupt_mode: "message",
    metadata: { debugger: false },
  };
}

/** Where Jupyter keeps this user's kernels, by its own rules. */
export function jupyterDataFolder(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): string {
  const named = env.JUPYTER_DATA_DIR;
  if (named !== undefined && named !== "") return named;
  switch (platform) {
    case "darwin":
      return join(homedir(), "Library", "Jupyter");
    case "win32":
      return join(env.APPDATA ?? join(homedir(), "AppData", "Roaming"), "jupyter");
    default:
      return join(env.XDG_DATA_HOME ?? join(homedir(), ".local", "share"), "jupyter");
  }
}
