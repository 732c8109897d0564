import { existsSync, readFileSync } from "node:fs";
import { enableCompileCache } from "node:module";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { messageOf, QuadrantError } from "../errors";
import { dataFolder, PROJECT_ROOT } from "../project";
import { CellRunner } from "./cell-runner";
import { readNewDeclarations } from "./declarations";
import { contentOf } from "./failure";
import { HotReload } from "./hot-reload";
import { type ExecuteRequest, type Kernel, KernelServer } from "./kernel-server";
import { openKernelSession } from "./kernel-session";
import { MainThread } from "./main-thread";
import { loadTslab, type Tslab, type TslabConverter, type TslabExecutor, type TslabHandler } from "./tslab";
import type { Connection, Json } from "./wire";

/** Bytes in a MiB; `process.resourceUsage` counts in KiB. */
const KIB_PER_MIB = 1024;

/** tslab as a Jupyter kernel of this project, with its gaps mended. */
class TslabKernel implements Kernel {
  readonly info: Json;
  private readonly main = new MainThread();
  private readonly runner = new CellRunner();
  private readonly executor: TslabExecutor;
  private readonly handler: TslabHandler;
  private readonly server: KernelServer;
  private converter: TslabConverter;
  private count = 0;

  constructor(
    private readonly tslab: Tslab,
    connection: Connection,
    private readonly project: string,
    private readonly hotReload: HotReload,
  ) {
    this.converter = this.createConverter();
    this.executor = this.createExecutor();
    this.handler = tslab.createHandler(this.executor);
    const info = this.handler.handleKernel();
    this.info = { ...info, status: "ok", implementation_version: tslab.version, help_links: [] };
    this.server = new KernelServer(connection, this, this.main);
    this.connectOutputs();
  }

  async start(): Promise<void> {
    process.on("SIGINT", () => this.interrupt());
    process.on("uncaughtException", (error) => this.runner.blame(error));
    process.on("unhandledRejection", (reason) => this.runner.blame(reason));
    // Also when a cell calls process.exit.
    process.on("exit", () => {
      this.runner.current?.output.flush();
      this.server.close();
    });
    await this.server.listen();
  }

  async execute({ code, cellId, publish }: ExecuteRequest): Promise<{ content: Json; metadata: Json }> {
    const count = ++this.count;
    publish("execute_input", { code, execution_count: count });
    this.main.protect(() => {
      if (this.hotReload.refresh()) this.renewConverter();
    });
    const failure = await this.runner.run(this.executor, code, cellId ?? `execution ${count}`, publish);
    this.hotReload.remember();
    if (failure !== undefined) publish("error", contentOf(failure));
    const peakRssMb = Math.round(process.resourceUsage().maxRSS / KIB_PER_MIB);
    const content: Json =
      failure === undefined
        ? { status: "ok", execution_count: count, payload: [], user_expressions: {} }
        : { status: "error", execution_count: count, ...contentOf(failure) };
    return { content, metadata: { quadrant: { peakRssMb } } };
  }

  ask(type: string, content: Json): Json | undefined {
    switch (type) {
      case "is_complete_request":
        return this.handler.handleIsComplete(content);
      case "inspect_request":
        return this.handler.handleInspect(content);
      case "complete_request":
        return this.handler.handleComplete(content);
      case "comm_info_request":
        return { status: "ok", comms: {} };
      case "history_request":
        return { status: "ok", history: [] };
      case "shutdown_request":
        return { status: "ok", restart: content.restart === true };
      default:
        return undefined;
    }
  }

  interrupt(): void {
    this.runner.interrupt();
  }

  shutdown(): void {
    this.executor.close();
    // A cell's timers and sockets would keep the process alive.
    void this.server.flush().finally(() => process.exit(0));
  }

  private createExecutor(): TslabExecutor {
    const current = (): TslabConverter => this.converter;
    const converters = {
      get node() {
        return current();
      },
      get browser() {
        return current();
      },
      close: () => current().close(),
    };
    return this.tslab.createExecutor(this.project, converters, this.runner.console);
  }

  /** What earlier cells declared is kept by the executor, as text. */
  private renewConverter(): void {
    const folder = process.cwd();
    process.chdir(this.project);
    this.converter.close();
    this.converter = this.createConverter();
    process.chdir(folder);
  }

  private createConverter(): TslabConverter {
    const converter = this.tslab.createConverter({ isJS: false, isBrowser: false });
    const { convert, inspect, complete } = converter;
    converter.convert = (...question) => this.main.protect(() => convert(...question));
    converter.inspect = (...question) => this.main.protect(() => inspect(...question));
    converter.complete = (...question) => this.main.protect(() => complete(...question));
    return converter;
  }

  /** Whatever a cell prints or shows goes to that cell, even when another one has started since. */
  private connectOutputs(): void {
    const { runner } = this;
    for (const name of ["stdout", "stderr"] as const) {
      const write = process[name].write.bind(process[name]);
      process[name].write = ((chunk: string | Uint8Array, ...rest: unknown[]) => {
        const cell = runner.current;
        const text = typeof chunk === "string" ? chunk : Buffer.from(chunk).toString("utf8");
        if (cell === undefined) return write(text);
        cell.output.write(name, text);
        const written = rest.at(-1);
        if (typeof written === "function") process.nextTick(written);
        return true;
      }) as typeof process.stdout.write;
    }
    this.tslab.setDisplay(({ data, metadata, transient }, update) => {
      const type = update ? "update_display_data" : "display_data";
      runner.current?.output.publish(type, { data, metadata, transient: transient ?? {} });
    });
    openKernelSession({
      display: (data, metadata) => runner.current?.output.publish("display_data", { data, metadata, transient: {} }),
      signal: () => runner.current?.controller.signal ?? new AbortController().signal,
      protect: (work) => this.main.protect(work),
      cell: () => runner.current?.id ?? "",
      plotlySentBy: undefined,
    });
  }
}

/** The project that cells in `folder` import: the next one upwards that has quadrant installed, else this one. */
function projectOf(folder: string): string {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, "node_modules", "quadrant", "package.json"))) return at;
    if (at === dirname(at)) return PROJECT_ROOT;
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    allowPositionals: true,
    options: {
      "config-path": { type: "string" },
      cwd: { type: "string" },
      "without-docs": { type: "boolean", default: false },
    },
  });
  const file = values["config-path"];
  if (file === undefined) {
    throw new QuadrantError("bad-argument", "the kernel was started without a connection file", {
      remedy: "Jupyter clients pass it: node dist/src/kernel/tslab-kernel.js kernel --config-path FILE",
    });
  }
  const connection = JSON.parse(readFileSync(file, "utf8")) as Connection;
  // Clients start kernels in folders of their own choice; cells find the project and their data whichever it is.
  const folder = resolve(values.cwd ?? PROJECT_ROOT);
  const project = projectOf(folder);
  process.env.QUADRANT_KERNEL = "1";
  // What a kernel loads is the same each time; compiled once, it starts half a second earlier.
  enableCompileCache(join(dataFolder(), "compiled"));
  process.chdir(project);
  const tslab = loadTslab();
  const hotReload = new HotReload(project);
  hotReload.attach(tslab.sys);
  readNewDeclarations(tslab.sys, { docs: !values["without-docs"] });
  const kernel = new TslabKernel(tslab, connection, project, hotReload);
  process.chdir(folder);
  await kernel.start();
}

main().catch((error: unknown) => {
  process.stderr.write(`quadrant kernel: ${messageOf(error)}\n`);
  process.exit(1);
});
