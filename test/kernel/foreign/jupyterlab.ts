import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installKernel, type Notebook } from "../../../src/kernel";

const START_MS = 60_000;

/** A JupyterLab server of its own, with nothing but our kernel and the notebooks that are put there. */
export class JupyterLab {
  private constructor(
    private readonly server: ChildProcess,
    private readonly folder: string,
    private readonly port: number,
  ) {}

  static async start(python: string, notebooks: Readonly<Record<string, Notebook>>): Promise<JupyterLab> {
    const folder = mkdtempSync(join(tmpdir(), "quadrant-lab-"));
    installKernel(join(folder, "data"));
    for (const [name, notebook] of Object.entries(notebooks)) {
      writeFileSync(join(folder, name), JSON.stringify(notebook));
    }
    const port = await freePort();
    const options = [
      "--no-browser",
      "--allow-root",
      "--ServerApp.open_browser=False",
      "--IdentityProvider.token=",
      "--ServerApp.ip=127.0.0.1",
      `--ServerApp.port=${port}`,
      `--ServerApp.root_dir=${folder}`,
      "--LabApp.news_url=",
      "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    ];
    const env = {
      ...process.env,
      JUPYTER_DATA_DIR: join(folder, "data"),
      JUPYTER_CONFIG_DIR: join(folder, "config"),
      JUPYTER_RUNTIME_DIR: join(folder, "runtime"),
      JUPYTERLAB_SETTINGS_DIR: join(folder, "settings"),
      JUPYTERLAB_WORKSPACES_DIR: join(folder, "workspaces"),
    };
    const server = spawn(python, ["-m", "jupyterlab", ...options], {
      cwd: folder,
      env,
      stdio: ["ignore", "ignore", "pipe"],
    });
    const lab = new JupyterLab(server, folder, port);
    let log = "";
    server.stderr?.on("data", (chunk: Buffer) => {
      log = (log + chunk.toString("utf8")).slice(-4000);
    });
    try {
      await lab.awaitAnswer();
      return lab;
    } catch {
      await lab.close();
      throw new Error(`JupyterLab did not start:\n${log}`);
    }
  }

  /** The address at which a notebook opens. */
  address(name: string): string {
    return `http://127.0.0.1:${this.port}/lab/tree/${name}?reset`;
  }

  async close(): Promise<void> {
    const gone = new Promise((resolve) => this.server.once("close", resolve));
    if (this.server.exitCode === null) {
      this.server.kill("SIGTERM");
      await gone;
    }
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }

  private async awaitAnswer(): Promise<void> {
    const deadline = performance.now() + START_MS;
    while (this.server.exitCode === null && performance.now() < deadline) {
      try {
        const { ok } = await fetch(`http://127.0.0.1:${this.port}/api/status`);
        if (ok) return;
      } catch {
        // Not listening yet.
      }
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    throw new Error("no answer");
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(address !== null && typeof address === "object" ? address.port : 0));
    });
  });
}
