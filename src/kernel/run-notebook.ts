import type { Failure } from "./failure";
import { KernelClient, KernelDied, type KernelOptions, type Reply } from "./kernel-client";
import { KERNELSPEC, type Notebook, type NotebookCell, textOf } from "./notebook";
import { type Displays, OutputCollector } from "./output-collector";
import type { Json } from "./wire";

export interface RunOptions extends KernelOptions {
  /** The longest a cell may take, in milliseconds; without it, any time. */
  readonly timeoutMs?: number | undefined;
  /** Interrupts the running cell and ends the run. */
  readonly signal?: AbortSignal | undefined;
  /** Called after each code cell. */
  readonly onCell?: ((cell: CellRun) => void) | undefined;
  /** Goes on after a cell that fails. */
  readonly allowErrors?: boolean | undefined;
}

/** How a cell ended. `late`: it ended well, and something it had left running failed afterwards. */
export type CellStatus = "ok" | "error" | "late" | "timeout" | "interrupted" | "dead";

/** One code cell of a run. */
export interface CellRun {
  /** Position among all cells of the notebook, from 0. */
  readonly index: number;
  status: CellStatus;
  readonly seconds: number;
  /** The most memory the kernel had used when the cell ended, in MiB. */
  readonly peakRssMb: number | undefined;
}

/** The first failure of a run. */
export interface RunFailure extends Failure {
  /** Position of the cell among all cells of the notebook, from 0. */
  readonly cell: number;
}

export interface NotebookRun {
  readonly ok: boolean;
  readonly cells: readonly CellRun[];
  /** A copy with the outputs; nbformat 4.5. */
  readonly notebook: Notebook;
  readonly failure?: RunFailure;
}

/** How long a kernel may take to stop a cell before it is ended. */
const INTERRUPT_GRACE_MS = 5000;

/**
 * Runs a notebook's code cells in order on a kernel of its own. A cell that fails ends the run.
 *
 * The notebook handed in is not changed. The kernel is gone when the promise settles.
 *
 * @throws QuadrantError "kernel" when no kernel starts
 * @example
 * const run = await runNotebook(readNotebook("notebooks/01-corpora.ipynb"), { timeoutMs: 120_000 });
 * if (!run.ok) console.error(run.failure);
 */
export async function runNotebook(notebook: Notebook, options: RunOptions = {}): Promise<NotebookRun> {
  const kernel = await KernelClient.start({ docs: false, ...options });
  const run = new Run(kernel, copyWithoutOutputs(notebook), options);
  try {
    return await run.all();
  } finally {
    await kernel.shutdown();
    run.keepLateOutputs();
  }
}

class Run {
  private readonly cells: CellRun[] = [];
  private readonly collectors = new Map<NotebookCell, OutputCollector>();
  private readonly displays: Displays = new Map();
  private failure: RunFailure | undefined;
  private dead = false;

  constructor(
    private readonly kernel: KernelClient,
    private readonly notebook: Notebook,
    private readonly options: RunOptions,
  ) {}

  async all(): Promise<NotebookRun> {
    const { language_info } = await this.kernel.info();
    this.notebook.metadata = { ...this.notebook.metadata, kernelspec: { ...KERNELSPEC }, language_info };
    for (const [index, cell] of this.notebook.cells.entries()) {
      if (cell.cell_type !== "code" || textOf(cell.source).trim() === "") continue;
      if (this.failure !== undefined && (this.options.allowErrors !== true || this.dead)) break;
      if (this.options.signal?.aborted === true) break;
      const cellRun = await this.runCell(cell, index);
      this.cells.push(cellRun);
      this.options.onCell?.(cellRun);
    }
    if (this.failure === undefined && this.options.signal?.aborted === true) {
      this.fail(this.cells.at(-1)?.index ?? 0, interruption("the run was interrupted between two cells"));
    }
    this.keepLateOutputs();
    const { failure, cells, notebook } = this;
    return failure === undefined ? { ok: true, cells, notebook } : { ok: false, cells, notebook, failure };
  }

  /** Writes the outputs into the notebook, those included that came after their cell had ended. */
  keepLateOutputs(): void {
    for (const [cell, collector] of this.collectors) cell.outputs = collector.outputs;
  }

  private async runCell(cell: NotebookCell, index: number): Promise<CellRun> {
    const collector = new OutputCollector(this.displays);
    this.collectors.set(cell, collector);
    let ended = false;
    const onOutput = (type: string, content: Json): void => {
      collector.add(type, content);
      if (type !== "error" || !ended) return;
      const late = this.cells.find((run) => run.index === index);
      if (late?.status === "ok") late.status = "late";
      this.fail(index, failureIn(content));
    };
    const started = performance.now();
    const { status, reply, failure } = await this.execute(cell, onOutput);
    ended = true;
    const count = reply?.content.execution_count;
    cell.execution_count = typeof count === "number" ? count : null;
    if (failure !== undefined) {
      // What only the runner knows is shown in the notebook all the same.
      const shown = collector.outputs.some(({ output_type }) => output_type === "error");
      if (!shown || status === "timeout") collector.add("error", { ...failure });
      this.fail(index, failure);
    }
    const seconds = (performance.now() - started) / 1000;
    return { index, status, seconds, peakRssMb: peakIn(reply) };
  }

  private async execute(cell: NotebookCell, onOutput: (type: string, content: Json) => void): Promise<Ending> {
    const { signal, timeoutMs, allowErrors } = this.options;
    const metadata = cell.id === undefined ? {} : { cellId: cell.id };
    const reply = this.kernel.execute(textOf(cell.source), { onOutput, stopOnError: allowErrors !== true, metadata });
    try {
      const cause = await firstOf(reply, timeoutMs, signal);
      if (cause !== "reply") return await this.stop(cause, reply);
      const answered = await reply;
      if (answered.content.status === "ok") return { status: "ok", reply: answered };
      const failure = failureIn(answered.content);
      return { status: failure.ename === "KeyboardInterrupt" ? "interrupted" : "error", reply: answered, failure };
    } catch (error) {
      if (!(error instanceof KernelDied)) throw error;
      this.dead = true;
      return { status: "dead", failure: { ename: "DeadKernel", evalue: error.message, traceback: [error.message] } };
    }
  }

  /** Interrupts the cell; ends the kernel if that does not help. */
  private async stop(cause: "timeout" | "interrupted", reply: Promise<Reply>): Promise<Ending> {
    const { timeoutMs = 0 } = this.options;
    const failure =
      cause === "timeout"
        ? { ename: "CellTimeout", evalue: `the cell took longer than ${timeoutMs / 1000} s`, traceback: [] }
        : interruption("the run was interrupted");
    await this.kernel.interrupt();
    const stopped = await firstOf(reply, INTERRUPT_GRACE_MS, undefined);
    if (stopped === "reply") return { status: cause, reply: await reply, failure };
    this.dead = true;
    await this.kernel.shutdown(0);
    return { status: cause, failure };
  }

  private fail(cell: number, failure: Failure): void {
    this.failure ??= { cell, ...failure };
  }
}

interface Ending {
  readonly status: CellStatus;
  readonly reply?: Reply;
  readonly failure?: Failure;
}

/** What comes first. The rejection of the reply is left to whoever awaits it. */
async function firstOf(
  reply: Promise<Reply>,
  timeoutMs: number | undefined,
  signal: AbortSignal | undefined,
): Promise<"reply" | "timeout" | "interrupted"> {
  const over = new AbortController();
  try {
    return await new Promise((resolve) => {
      const arrived = (): void => resolve("reply");
      reply.then(arrived, arrived);
      if (timeoutMs !== undefined) {
        const timer = setTimeout(() => resolve("timeout"), timeoutMs);
        over.signal.addEventListener("abort", () => clearTimeout(timer));
      }
      signal?.addEventListener("abort", () => resolve("interrupted"), { signal: over.signal });
    });
  } finally {
    over.abort();
  }
}

function interruption(evalue: string): Failure {
  return { ename: "KeyboardInterrupt", evalue, traceback: [] };
}

function failureIn(content: Json): Failure {
  const traceback = Array.isArray(content.traceback) ? content.traceback.map(String) : [];
  const status = String(content.status ?? "Error");
  return { ename: String(content.ename ?? status), evalue: String(content.evalue ?? ""), traceback };
}

function peakIn(reply: Reply | undefined): number | undefined {
  const peak = (reply?.metadata.quadrant as Json | undefined)?.peakRssMb;
  return typeof peak === "number" ? peak : undefined;
}

function copyWithoutOutputs(notebook: Notebook): Notebook {
  const copy = structuredClone(notebook);
  for (const [index, cell] of copy.cells.entries()) {
    if (cell.cell_type === "code") Object.assign(cell, { outputs: [], execution_count: null });
    cell.metadata ??= {};
    // nbformat 4.5 wants an id for every cell.
    cell.id ??= `cell-${index}`;
  }
  copy.nbformat = 4;
  copy.nbformat_minor = 5;
  return copy;
}
