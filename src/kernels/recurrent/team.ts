import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { QuadrantError } from "../../errors";

/** Below lies what the compiler puts there. */
const CONTROL_AT = 1024;
const JOB_AT = CONTROL_AT + 64;
/** Room for 64 numbers. */
const JOB_BYTES = 256;
/** Where a team's memory is free to use. */
export const TEAM_BOTTOM = JOB_AT + JOB_BYTES;

/** What kernels call the functions that do an item. */
const WORKS = ["forward", "backward", "work"] as const;
type Work = (typeof WORKS)[number];

/** Places in the control block, int32 each. */
const GENERATION = 0;
const OPEN = 1;
const NEXT = 2;
const ITEMS = 3;
/** Which of `WORKS` is to be done. */
const WORK = 4;
/** Workers beside the caller that may take part. */
const HELPERS = 5;
const ACTIVE = 6;
const FAILED = 7;

/** What a worker of a team is started with. */
export interface TeamStart {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  /** From 1 on; the caller is 0. */
  readonly worker: number;
}

export type ItemFunctions = Readonly<Record<string, (...numbers: number[]) => void>>;

const controlOf = (memory: WebAssembly.Memory) => new Int32Array(memory.buffer, CONTROL_AT, 16);

/** Takes items of the open job until there are none. */
function takeItems(control: Int32Array, functions: ItemFunctions, worker: number): void {
  const work = functions[WORKS[Atomics.load(control, WORK)]!]!;
  const items = Atomics.load(control, ITEMS);
  for (let item = Atomics.add(control, NEXT, 1); item < items; item = Atomics.add(control, NEXT, 1)) {
    work(JOB_AT, item, worker);
  }
}

/**
 * Threads that share the items of a job with the one that calls. The caller does not depend on them: what they do not
 * take, because they are still starting or busy elsewhere, it does itself.
 */
export class Team {
  private readonly control: Int32Array;
  private readonly workers: Worker[] = [];

  constructor(
    private readonly module: WebAssembly.Module,
    private readonly memory: WebAssembly.Memory,
    private readonly functions: ItemFunctions,
  ) {
    this.control = controlOf(memory);
  }

  /** The job that `run`, and calls of functions with `pointer`, refer to. */
  readonly job = {
    pointer: JOB_AT,
    numbers: () => new Uint32Array(this.memory.buffer, JOB_AT, JOB_BYTES / 4),
  };

  /**
   * Does all items of the job, on so many threads, this one among them.
   *
   * @throws QuadrantError "unavailable" when one of them failed
   */
  run(work: Work, items: number, threads: number): void {
    const { control } = this;
    this.start(Math.min(threads, items));
    for (const [place, value] of [
      [NEXT, 0],
      [ITEMS, items],
      [WORK, WORKS.indexOf(work)],
      [HELPERS, threads - 1],
      [FAILED, 0],
      [OPEN, 1],
    ] as const) {
      Atomics.store(control, place, value);
    }
    Atomics.add(control, GENERATION, 1);
    Atomics.notify(control, GENERATION, threads - 1);
    try {
      takeItems(control, this.functions, 0);
    } finally {
      Atomics.store(control, NEXT, items);
      Atomics.store(control, OPEN, 0);
      // A worker that came too late to see the job open leaves at once.
      for (let active = Atomics.load(control, ACTIVE); active > 0; active = Atomics.load(control, ACTIVE)) {
        Atomics.wait(control, ACTIVE, active);
      }
    }
    if (Atomics.load(control, FAILED) === 1) {
      throw new QuadrantError("unavailable", "a worker of a layer failed", {
        remedy: "Set QUADRANT_KERNELS=plain to compute without the kernel, slowly.",
      });
    }
  }

  private start(threads: number): void {
    while (this.workers.length < threads - 1) {
      const workerData: TeamStart = { module: this.module, memory: this.memory, worker: this.workers.length + 1 };
      const worker = new Worker(join(__dirname, "team-worker.js"), { workerData });
      // It sleeps between jobs, and nobody should wait for it at the end.
      worker.unref();
      this.workers.push(worker);
    }
  }
}

/** The life of a worker: sleeps until a job is opened, and takes part where it may. */
export function serve({ memory, worker }: TeamStart, functions: ItemFunctions): never {
  const control = controlOf(memory);
  let seen = 0;
  for (;;) {
    Atomics.wait(control, GENERATION, seen);
    seen = Atomics.load(control, GENERATION);
    Atomics.add(control, ACTIVE, 1);
    try {
      if (Atomics.load(control, OPEN) === 1 && worker <= Atomics.load(control, HELPERS)) {
        takeItems(control, functions, worker);
      }
    } catch {
      Atomics.store(control, FAILED, 1);
    } finally {
      Atomics.sub(control, ACTIVE, 1);
      Atomics.notify(control, ACTIVE);
    }
  }
}
