import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_ROOT } from "../../../src/project";

/** The folder of the sources; Python files are not compiled. */
export const FOREIGN = join(PROJECT_ROOT, "test", "kernel", "foreign");

/**
 * A Python that has the foreign clients: the one that `QUADRANT_TEST_PYTHON` names, else the project's `.venv`, else
 * `python3`; or why there is none.
 */
export function findPython(): { readonly path: string } | { readonly skip: string } {
  const named = process.env.QUADRANT_TEST_PYTHON;
  const candidates = named === undefined ? [join(PROJECT_ROOT, ".venv", "bin", "python"), "python3"] : [named];
  for (const path of candidates) {
    if (path.includes("/") && !existsSync(path)) continue;
    const probe = spawnSync(path, ["-c", "import nbclient, jupyterlab"], { stdio: "ignore" });
    if (probe.status === 0) return { path };
  }
  return { skip: `no Python with test/kernel/foreign/requirements.txt (looked for ${candidates.join(", ")})` };
}
