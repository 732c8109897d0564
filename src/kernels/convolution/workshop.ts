import type { KernelInstance } from "../define-kernel";
import { SharedHeap } from "../recurrent/shared-heap";
import { TEAM_BOTTOM, Team } from "../recurrent/team";
import { type JobFields, type Operation, writeJob } from "./job";
import type { Region } from "./kernel";

/** A region of the memory that the threads share. */
class SharedRegion implements Region {
  private holders = 1;

  constructor(
    private readonly workshop: Workshop,
    readonly at: number,
    readonly length: number,
  ) {}

  get values(): Float32Array {
    return new Float32Array(this.workshop.memory.buffer, this.at, this.length);
  }

  hold(): Region {
    this.holders++;
    return this;
  }

  release(): void {
    if (--this.holders === 0) this.workshop.heap.free(this.at);
  }
}

/** The memory, the threads, and how a job is given to them. */
export class Workshop {
  readonly memory: WebAssembly.Memory;
  readonly heap: SharedHeap;
  private readonly team: Team;
  private scratch: SharedRegion;

  constructor({ memory, functions, module }: KernelInstance) {
    this.memory = memory;
    this.heap = new SharedHeap(memory, TEAM_BOTTOM);
    this.team = new Team(module, memory, functions);
    this.scratch = this.allocate(1);
  }

  /** Bytes that are handed out to others. */
  get used(): number {
    return this.heap.used - 4 * this.scratch.length;
  }

  allocate(length: number): SharedRegion {
    return new SharedRegion(this, this.heap.allocate(4 * length), length);
  }

  /** A region for the time of `work`. */
  lend<Result>(length: number, work: (region: SharedRegion) => Result): Result {
    const region = this.allocate(length);
    try {
      return work(region);
    } finally {
      region.release();
    }
  }

  /** A region that is the caller's when `fill` succeeds. */
  make(length: number, fill: (region: SharedRegion) => void): SharedRegion {
    const region = this.allocate(length);
    try {
      fill(region);
    } catch (error) {
      region.release();
      throw error;
    }
    return region;
  }

  /** @param scratchBytes for each thread */
  run(operation: Operation, fields: JobFields, items: number, threads: number, scratchBytes = 0): void {
    const workers = Math.min(threads, items);
    const length = (workers * scratchBytes) / 4;
    if (length > this.scratch.length) {
      this.scratch.release();
      this.scratch = this.allocate(length);
    }
    const scratch = { scratch: this.scratch.at, scratchStride: scratchBytes };
    writeJob(this.team.job.numbers(), operation, { ...fields, ...scratch });
    this.team.run("work", items, workers);
  }
}

/** Where a region of the fast kernel lies. */
export const placeOf = (region: Region) => (region as SharedRegion).at;
