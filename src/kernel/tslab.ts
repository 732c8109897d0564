import type { Json } from "./wire";

/** tslab's compiler of cells: TypeScript 5.0 in watch mode over one virtual file. */
export interface TslabConverter {
  convert(previous: string, source: string): unknown;
  addModule(name: string, content: string, meta?: unknown): unknown;
  inspect(previous: string, source: string, position: number): unknown;
  complete(previous: string, source: string, position: number): unknown;
  close(): void;
}

/** tslab's runner of cells. */
export interface TslabExecutor {
  /** Whether the cell ended well. Compiles and starts the cell before it returns its promise. */
  execute(source: string): Promise<boolean>;
  /** Rejects the wait for a cell that awaits something. */
  interrupt(): void;
  close(): void;
}

/** Where the executor reports errors: a thrown value, or a format and the parts of a compiler message. */
export interface TslabConsole {
  log(...values: unknown[]): void;
  error(...values: unknown[]): void;
}

/** tslab's answers to a client's questions about code. */
export interface TslabHandler {
  handleKernel(): Json & { language_info: Json };
  handleIsComplete(request: Json): Json;
  handleInspect(request: Json): Json;
  handleComplete(request: Json): Json;
}

/** The part of TypeScript's `sys` that is mended. */
export interface CompilerSystem {
  readFile(path: string, encoding?: string): string | undefined;
  watchFile(path: string, changed: FileChanged, pollingInterval?: number): { close(): void };
  watchDirectory(path: string, changed: (fileName: string) => void, recursive?: boolean): { close(): void };
}

export type FileChanged = (path: string, kind: number) => void;

/** What the kernel uses of tslab 1.0.22; its own declarations hide half of it. */
export interface Tslab {
  readonly sys: CompilerSystem;
  readonly version: string;
  createConverter(options: { isJS: boolean; isBrowser: boolean }): TslabConverter;
  createExecutor(
    folder: string,
    converters: { node: TslabConverter; browser: TslabConverter; close(): void },
    console: TslabConsole,
  ): TslabExecutor;
  createHandler(executor: TslabExecutor): TslabHandler;
  /** Sets the function behind tslab's own `display`. */
  setDisplay(write: (output: { data: Json; metadata: Json; transient?: Json }, update: boolean) => void): void;
}

/** Loads tslab. The folder from which cells import is the working directory at this moment. */
export function loadTslab(): Tslab {
  const typescript = require("@tslab/typescript-for-tslab") as { sys: CompilerSystem };
  const { createConverter } = require("tslab/dist/converter") as Pick<Tslab, "createConverter">;
  const { createExecutor } = require("tslab/dist/executor") as Pick<Tslab, "createExecutor">;
  const jupyter = require("tslab/dist/jupyter") as {
    JupyterHandlerImpl: new (executor: TslabExecutor, isJs: boolean) => TslabHandler;
    lastWriteDisplayData: unknown;
  };
  const { version } = require("tslab/package.json") as { version: string };
  return {
    sys: typescript.sys,
    version,
    createConverter,
    createExecutor,
    createHandler: (executor) => new jupyter.JupyterHandlerImpl(executor, false),
    setDisplay: (write) => {
      jupyter.lastWriteDisplayData = write;
    },
  };
}
