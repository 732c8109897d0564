import { AsyncLocalStorage } from "node:async_hooks";
import { CellOutput, type Publish } from "./cell-output";
import { type Failure, failureOf, failureOfReports, INTERRUPTED } from "./failure";
import type { TslabConsole, TslabExecutor } from "./tslab";

/** One execution of a cell. */
interface Cell {
  readonly id: string;
  readonly output: CellOutput;
  readonly controller: AbortController;
  /** Ends the wait for the cell, unless it has ended. */
  settle: (failure: Failure | undefined) => void;
  state: "running" | "done" | "interrupted";
}

/**
 * Runs cells on tslab's executor, one at a time, and finds out how each ended: also when it left a promise behind that
 * rejects, when a timer of its own throws, or when it is interrupted.
 */
export class CellRunner {
  private readonly context = new AsyncLocalStorage<Cell>();
  private reports: (readonly unknown[])[] = [];
  private latest: Cell | undefined;

  /** For tslab's executor: values of last expressions are printed, errors are kept. */
  readonly console: TslabConsole = {
    log: (...values) => console.log(...values),
    error: (...values) => this.reports.push(values),
  };

  /** The cell whose code is running, or whose timer or promise this is; else the last one. */
  get current(): Cell | undefined {
    return this.context.getStore() ?? this.latest;
  }

  /** Runs a cell to its end. Returns why it failed, if it did. */
  async run(executor: TslabExecutor, source: string, id: string, publish: Publish): Promise<Failure | undefined> {
    const output = new CellOutput(publish);
    const cell: Cell = { id, output, controller: new AbortController(), settle: () => undefined, state: "running" };
    this.latest = cell;
    this.reports = [];
    const failure = await new Promise<Failure | undefined>((resolve) => {
      cell.settle = resolve;
      // As a microtask: code that the control thread ends takes everything down that called it, which must be neither
      // this function nor one of Node's own loops over timers.
      void Promise.resolve().then(() => this.context.run(cell, () => this.execute(executor, source, cell)));
    });
    cell.state = failure === INTERRUPTED ? "interrupted" : "done";
    // The executor may still be waiting for a promise of a cell that has failed otherwise.
    if (failure !== undefined) executor.interrupt();
    output.flush();
    return failure;
  }

  private async execute(executor: TslabExecutor, source: string, cell: Cell): Promise<void> {
    try {
      const ok = await executor.execute(source);
      // Node reports a rejection that nobody handles after the microtasks: give it that long to arrive.
      await new Promise((resolve) => setImmediate(resolve));
      const failed = !ok || this.reports.length > 0;
      cell.settle(failed ? failureOfReports(this.reports) : undefined);
    } catch (thrown) {
      cell.settle(failureOf(thrown));
    }
  }

  /** Fails the cell that runs. Its promises go on, but nobody waits for them; `cellSignal()` tells them. */
  interrupt(): void {
    const cell = this.latest;
    if (cell === undefined || cell.state !== "running") return;
    cell.controller.abort();
    cell.settle(INTERRUPTED);
  }

  /** Something that no cell caught: fails the cell it came from, or is shown there if that has ended. */
  blame(thrown: unknown): void {
    const cell = this.current;
    const failure = failureOf(thrown);
    if (cell === undefined) console.error(thrown);
    else if (cell.state === "running") cell.settle(failure);
    // A job that was interrupted may end with an error; that is what was asked for.
    else if (cell.state === "done") cell.output.publish("error", { ...failure });
  }
}
