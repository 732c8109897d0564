import { QuadrantError } from "../errors";
import { assertAlike, defineKernel, type KernelInstance } from "./define-kernel";
import { type JobPlaces, jobSizes, writeJob } from "./recurrent/job";
import { plainBackward, plainForward, type RecurrentGradient, type RecurrentInput } from "./recurrent/plain";
import {
  CELLS,
  checkShape,
  directionsOf,
  initialSize,
  inputSize,
  outputSize,
  type RecurrentShape,
  weightSizes,
} from "./recurrent/shape";
import { SharedHeap, sharedMemory } from "./recurrent/shared-heap";
import { TEAM_BOTTOM, Team } from "./recurrent/team";

/** Frames that lie where every thread reads them: passes that are given them need no input of their own. */
export interface RecurrentFrames {
  readonly values: Float32Array;
  /** Gives the memory back. */
  close(): void;
}

/** What a layer starts from, where it is not its own input and states of 0. */
export interface RecurrentStart {
  /** Read instead of `input`, by `forward` and by the `backward` that follows; at least as long as the input. */
  readonly frames?: RecurrentFrames | undefined;
  /** States before the first step, (directions, 1 or for an LSTM 2, batch, units): h, then c. Not kept. */
  readonly initial?: Float32Array | undefined;
}

/**
 * A layer at one shape: it holds its input and what the way back needs, until it is closed.
 *
 * Weights are those of each direction in turn, each as Keras orders them: kernel (features, gates * units), recurrent
 * kernel (units, gates * units), bias (gates * units; for "gru-reset-after" the input's, then the recurrent one).
 */
export interface RecurrentPass {
  readonly shape: RecurrentShape;
  /** (batch, steps, features), to be written into; kept until it is written again. Its memory is taken at first use. */
  readonly input: Float32Array;
  /** (batch, steps), to be written into; 0 for frames at which a sample keeps its state. Read when `masked` only. */
  readonly mask: Uint8Array;
  /**
   * @param weights not kept
   * @returns (batch, steps, directions * units), or the last states (batch, directions * units); dies with the next call
   */
  forward(weights: Float32Array, masked: boolean, start?: RecurrentStart): Float32Array;
  /**
   * The exact gradient at the weights and input of the last `forward`; once for each `forward`.
   *
   * @param outputGradient as the output lies
   * @param withInput whether the input's gradient is wanted
   * @returns copies; the input's is empty where it is not wanted
   */
  backward(outputGradient: Float32Array, withInput: boolean): RecurrentGradient;
  /** Gives the memory back. */
  close(): void;
}

/** Recurrent layers in float32 over all samples of a batch, and their gradient through time. */
interface RecurrentLayers {
  /**
   * @param threads how many share the work, the caller among them; the results are the same bits for any number
   * @throws QuadrantError "bad-argument" for sizes below 1, "unavailable" when 4 GiB do not suffice
   */
  open(shape: RecurrentShape, threads: number): RecurrentPass;
  /** @throws QuadrantError "unavailable" when 4 GiB do not suffice */
  frames(length: number): RecurrentFrames;
  /** Bytes that open passes and frames hold. */
  readonly used: () => number;
}

let plainBytes = 0;

const plain: RecurrentLayers = {
  used: () => plainBytes,
  frames(length) {
    // Readers write from other threads here as they do for the kernel.
    const values = new Float32Array(new SharedArrayBuffer(4 * length));
    plainBytes += values.byteLength;
    return {
      values,
      close: () => {
        plainBytes -= values.byteLength;
      },
    };
  },
  open(shape) {
    checkShape(shape);
    let own: Float32Array | undefined;
    const mask = new Uint8Array(shape.batch * shape.steps);
    plainBytes += mask.byteLength;
    const ownInput = () => {
      if (own === undefined) {
        own = new Float32Array(inputSize(shape));
        plainBytes += own.byteLength;
      }
      return own;
    };
    let last: { given: RecurrentInput; walks: ReturnType<typeof plainForward>["walks"] } | undefined;
    return {
      shape,
      get input() {
        return ownInput();
      },
      mask,
      forward(weights, masked, { frames, initial } = {}) {
        checkStart(shape, frames, initial);
        const input = frames?.values ?? ownInput();
        const given = { weights: weights.slice(), input, mask: masked ? mask : undefined, initial };
        const { output, walks } = plainForward(shape, given);
        last = { given, walks };
        return Float32Array.from(output);
      },
      backward(outputGradient, withInput) {
        const { weights, input: ofInput } = plainBackward(shape, last!.given, last!.walks, outputGradient);
        return { weights: Float32Array.from(weights), input: Float32Array.from(withInput ? ofInput : []) };
      },
      close() {
        plainBytes -= (own?.byteLength ?? 0) + mask.byteLength;
        own = undefined;
        last = undefined;
      },
    };
  },
};

/** @throws QuadrantError "bad-argument" for frames or states that are too few */
function checkStart(
  shape: RecurrentShape,
  frames: RecurrentFrames | undefined,
  initial: Float32Array | undefined,
): void {
  const given = frames?.values.length ?? inputSize(shape);
  if (given < inputSize(shape)) {
    throw new QuadrantError("bad-argument", `a recurrent layer got ${given} values, not ${inputSize(shape)}`);
  }
  if (initial !== undefined && initial.length !== initialSize(shape)) {
    const wanted = `${initialSize(shape)} (directions, states, batch, units)`;
    throw new QuadrantError("bad-argument", `a recurrent layer starts from ${initial.length} values, not ${wanted}`);
  }
}

/** Regions that all passes use in turn: what is in them matters during one call only. */
class Common {
  private at = 0;
  private bytes = 0;

  constructor(private readonly heap: SharedHeap) {}

  /** A region of at least so many bytes. */
  take(bytes: number): number {
    if (bytes > this.bytes) {
      if (this.bytes > 0) this.heap.free(this.at);
      this.at = this.heap.allocate(bytes);
      this.bytes = bytes;
    }
    return this.at;
  }
}

function fast({ memory, functions, module, wide }: KernelInstance): RecurrentLayers {
  const heap = new SharedHeap(memory, TEAM_BOTTOM);
  const team = new Team(module, memory, functions);
  const [sums, scratch] = [new Common(heap), new Common(heap)];
  const floats = (at: number, length: number) => new Float32Array(memory.buffer, at, length);
  const framePlaces = new Map<RecurrentFrames, number>();
  const framesAt = (frames: RecurrentFrames): number => {
    const at = framePlaces.get(frames);
    if (at !== undefined) return at;
    throw new QuadrantError("bad-argument", "a recurrent layer got frames that are closed or not of this thread");
  };
  return {
    used: () => heap.used,
    frames(length) {
      const at = heap.allocate(4 * length);
      const frames: RecurrentFrames = {
        values: floats(at, length),
        close() {
          if (framePlaces.delete(frames)) heap.free(at);
        },
      };
      framePlaces.set(frames, at);
      return frames;
    },
    open(shape, threads) {
      checkShape(shape);
      const sizes = jobSizes(shape);
      const directions = directionsOf(shape);
      const own = new Map<string, number>();
      const place = (name: string, bytes: number) => {
        const at = own.get(name) ?? heap.allocate(bytes);
        own.set(name, at);
        return at;
      };
      const weightsLength = weightSizes(shape).all;
      const workers = Math.min(threads, sizes.items);
      let masked = false;
      let started: { readonly frames?: RecurrentFrames | undefined; readonly initial: boolean } = { initial: false };
      /** The gradient of the input is large: room for it is made only where it is asked for. */
      const describe = (withInput: boolean) => {
        const at: JobPlaces = {
          input: started.frames === undefined ? place("input", sizes.input) : framesAt(started.frames),
          mask: masked ? mask : 0,
          initial: started.initial ? place("initial", sizes.initial) : 0,
          output: place("output", sizes.output),
          outputGradient: place("outputGradient", sizes.output),
          inputGradient: withInput ? place("inputGradient", directions * sizes.input) : 0,
          weights: place("weights", directions * sizes.weights),
          gradients: place("gradients", directions * sizes.weights),
          packed: place("packed", directions * sizes.packed),
          states: place("states", sizes.items * sizes.states),
          sums: sums.take(sizes.items * sizes.sums),
          scratch: scratch.take(workers * sizes.scratch),
        };
        writeJob(team.job.numbers(), shape, sizes, at, wide);
        return at;
      };
      const close = () => {
        for (const at of own.values()) heap.free(at);
        own.clear();
      };
      const opened = () => {
        try {
          place("states", sizes.items * sizes.states);
          return place("mask", sizes.mask);
        } catch (error) {
          close();
          throw error;
        }
      };
      const mask = opened();
      return {
        shape,
        get input() {
          return floats(place("input", sizes.input), inputSize(shape));
        },
        mask: new Uint8Array(memory.buffer, mask, sizes.mask),
        forward(weights, isMasked, { frames, initial } = {}) {
          checkStart(shape, frames, initial);
          masked = isMasked;
          started = { frames, initial: initial !== undefined };
          const places = describe(false);
          if (initial !== undefined) floats(places.initial, initial.length).set(initial);
          for (let d = 0; d < directions; d++) {
            const own = weights.subarray(d * weightsLength, (d + 1) * weightsLength);
            floats(places.weights + d * sizes.weights, weightsLength).set(own);
          }
          functions.pack!(team.job.pointer);
          team.run("forward", sizes.items, workers);
          return floats(places.output, outputSize(shape));
        },
        backward(outputGradient, withInput) {
          const places = describe(withInput);
          floats(places.outputGradient, outputSize(shape)).set(outputGradient);
          team.run("backward", sizes.items, workers);
          functions.gather!(team.job.pointer);
          const weights = new Float32Array(directions * weightsLength);
          for (let d = 0; d < directions; d++) {
            weights.set(floats(places.gradients + d * sizes.weights, weightsLength), d * weightsLength);
          }
          return { weights, input: withInput ? sumOfDirections(places.inputGradient) : new Float32Array() };
        },
        close,
      };

      function sumOfDirections(at: number): Float32Array {
        const sum = floats(at, inputSize(shape)).slice();
        if (directions === 1) return sum;
        const other = floats(at + sizes.input, sum.length);
        for (let i = 0; i < sum.length; i++) sum[i]! += other[i]!;
        return sum;
      }
    },
  };
}

/** The layers to use in this thread. */
export const recurrentLayers = defineKernel<RecurrentLayers>({
  name: "recurrent",
  wide: true,
  memory: sharedMemory,
  fast,
  plain,
  compare(compiled, reference) {
    for (const cell of CELLS) {
      for (const batch of [1, 5]) {
        const direction = batch === 1 ? "backward" : "bidirectional";
        // More panels than one and an odd one; more steps than a stretch.
        const shape = { cell, direction, batch, steps: 11, features: 11, units: 19, sequences: true } as const;
        const [found, expected] = [compiled, reference].map((layers) => computeWaves(layers, shape));
        for (const [i, what] of ["the output", "the weights' gradient", "the input's gradient"].entries()) {
          assertAlike(`${what} of ${direction} ${cell}`, found![i]!, expected![i]!, FLOAT32);
        }
      }
    }
  },
});

/** Sums of some dozen steps in float32 against float64, as a share of the largest value. */
const FLOAT32 = 2e-5;

function computeWaves(layers: RecurrentLayers, shape: RecurrentShape): Float32Array[] {
  const wave = (length: number, times: number, scale: number) =>
    Float32Array.from({ length }, (_, i) => scale * Math.sin(times * i * i + 1));
  const pass = layers.open(shape, 1);
  pass.input.set(wave(inputSize(shape), 1, 1));
  // The last sample ends early.
  pass.mask.fill(1).fill(0, -4);
  const output = pass.forward(wave(directionsOf(shape) * weightSizes(shape).all, 2, 0.4), true).slice();
  const gradient = pass.backward(wave(outputSize(shape), 3, 1), true);
  pass.close();
  return [output, gradient.weights, gradient.input];
}
