import type { KernelInstance } from "../define-kernel";
import { SharedHeap } from "../recurrent/shared-heap";
import { TEAM_BOTTOM, Team } from "../recurrent/team";
import {
  forwardSliding,
  inputBackSliding,
  type JobFields,
  type Operation,
  type Sliding,
  sumSizes,
  writeJob,
} from "./job";
import type { ConvolutionKernel, Region } from "./kernel";
import { packBack, packForward, unpackSums } from "./pack";
import { type ConvolutionShape, inputSize, outputSize } from "./shape";

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

const at = (region: Region) => (region as SharedRegion).at;

export function fast(instance: KernelInstance): ConvolutionKernel {
  const workshop = new Workshop(instance);

  /** Windows over `input` with packed weights, into a new region. */
  function slide(
    sliding: Sliding,
    size: number,
    fields: JobFields,
    pack: (into: Float32Array) => void,
    bias: Float32Array | undefined,
    threads: number,
  ): Region {
    const { positions, bands, scratch } = sliding;
    const width = sliding.fields.width!;
    return workshop.make(size, (output) => {
      workshop.lend((positions + 1) * width, (packed) => {
        const values = packed.values;
        pack(values.subarray(0, positions * width));
        const start = values.subarray(positions * width).fill(0);
        if (bias !== undefined) start.set(bias);
        const places = { packed: packed.at, bias: packed.at + 4 * positions * width, output: output.at };
        const job = { ...sliding.fields, ...fields, ...places };
        workshop.run("convolve", job, sliding.fields.batch! * bands, threads, scratch);
      });
    });
  }

  function weightsBack(shape: ConvolutionShape, fields: JobFields, threads: number) {
    const sliding = forwardSliding(shape);
    const { items, samples, stride } = sumSizes(shape, sliding);
    return workshop.lend((items * stride) / 4, (sums) => {
      const job = { ...sliding.fields, ...fields, samples, sums: sums.at, sumsStride: stride };
      workshop.run("weightsBack", job, items, threads, sliding.scratch);
      workshop.run("addSums", { ...job, samples: items }, 1, 1);
      return unpackSums(shape, sliding, sums.values);
    });
  }

  return {
    allocate: (length) => workshop.allocate(length),
    used: () => workshop.heap.used,
    convolve(shape, { input, weights, bias, rectify }, threads) {
      const fields = { input: at(input), rectify: Number(rectify) };
      const pack = (into: Float32Array) => packForward(shape, weights, into);
      return slide(forwardSliding(shape), outputSize(shape), fields, pack, bias, threads);
    },
    convolveBack(shape, { input, weights, output, outputGradient, withInput }, threads) {
      const gate = output === undefined ? 0 : at(output);
      const fields = { input: at(input), outputGradient: at(outputGradient), outputGate: gate };
      const gradients = weightsBack(shape, fields, threads);
      if (!withInput) return { ...gradients, input: undefined };
      const pack = (into: Float32Array) => packBack(shape, weights, into);
      const back = { input: at(outputGradient), gate };
      return { ...gradients, input: slide(inputBackSliding(shape), inputSize(shape), back, pack, undefined, threads) };
    },
  };
}
