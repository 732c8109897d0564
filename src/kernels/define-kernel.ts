import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { messageOf, QuadrantError } from "../errors";

/** What a compiled kernel gives out. */
export interface KernelInstance {
  readonly memory: WebAssembly.Memory;
  /** Called with pointers and sizes in bytes, and counts. */
  readonly functions: Readonly<Record<string, (...numbers: number[]) => void>>;
  /** For other threads: what V8 made of it goes with it. */
  readonly module: WebAssembly.Module;
  /** Whether V8 was asked to join vectors. */
  readonly wide: boolean;
}

interface KernelDefinition<Implementation> {
  /** Of the file in src/kernels/assembly. */
  readonly name: string;
  /** Where NAME.wasm lies; beside this module by default. */
  readonly folder?: string;
  /** Whether to let V8 take two vectors of 128 bits as one of 256; an experiment of its own, so only where it pays. */
  readonly wide?: boolean;
  /** The memory to compute on, for a kernel that does not bring its own. */
  readonly memory?: () => WebAssembly.Memory;
  /** The kernel, dressed as `plain` is. */
  readonly fast: (instance: KernelInstance) => Implementation;
  /** The same in TypeScript: the reference, and what is used where the kernel does not work. */
  readonly plain: Implementation;
  /** Lets both compute something small, in all their functions; throws where they disagree. */
  readonly compare: (fast: Implementation, plain: Implementation) => void;
}

/** Which implementation of a kernel this thread uses, and why. */
export interface KernelState {
  readonly name: string;
  readonly compiled: boolean;
  /** Whether V8 was asked to take two vectors of 128 bits as one of 256, and the result was right. */
  readonly wide: boolean;
  /** Why the plain one is used, or vectors of 128 bits where 256 were wanted; empty where all is as it should be. */
  readonly reason: string;
}

interface Chosen<Implementation> extends KernelState {
  readonly implementation: Implementation;
}

const choices: (() => KernelState)[] = [];

/**
 * A computation that exists compiled and in plain TypeScript.
 *
 * @returns a function that gives the one to use: chosen, compiled and checked at its first call in each thread
 */
export function defineKernel<Implementation>(definition: KernelDefinition<Implementation>): () => Implementation {
  let chosen: Chosen<Implementation> | undefined;
  const choose = () => {
    chosen ??= choiceOf(definition);
    return chosen;
  };
  choices.push(choose);
  return () => choose().implementation;
}

/** Every kernel, and whether this thread computes with it; for `quadrant doctor`. */
export function kernelState(): KernelState[] {
  return choices.map((choose) => {
    const { name, compiled, wide, reason } = choose();
    return { name, compiled, wide, reason };
  });
}

function choiceOf<Implementation>(definition: KernelDefinition<Implementation>): Chosen<Implementation> {
  const { name, wide = false, plain } = definition;
  try {
    if (process.env.QUADRANT_KERNELS === "plain") throw new QuadrantError("unavailable", "QUADRANT_KERNELS is plain");
    if (!wide) return compiledChoice(definition, false, "");
    try {
      return compiledChoice(definition, true, "");
    } catch (error) {
      // The experiment may be at fault: without it the same code may be right.
      return compiledChoice(definition, false, messageOf(error));
    }
  } catch (error) {
    return { name, compiled: false, wide: false, reason: messageOf(error), implementation: plain };
  }
}

function compiledChoice<Implementation>(
  definition: KernelDefinition<Implementation>,
  wide: boolean,
  reason: string,
): Chosen<Implementation> {
  const { name, folder = __dirname, memory, fast, plain, compare } = definition;
  const implementation = compiledAtOnce(wide, () => {
    const dressed = fast(instantiate(name, folder, wide, memory?.()));
    compare(dressed, plain);
    return dressed;
  });
  return { name, compiled: true, wide, reason, implementation };
}

function instantiate(name: string, folder: string, wide: boolean, given?: WebAssembly.Memory): KernelInstance {
  const module = new WebAssembly.Module(readFileSync(join(folder, `${name}.wasm`)));
  const instance = new WebAssembly.Instance(module, { env: { abort, ...(given && { memory: given }) } });
  const { memory, ...functions } = instance.exports;
  return {
    memory: given ?? (memory as WebAssembly.Memory),
    functions: functions as Record<string, (...numbers: number[]) => void>,
    module,
    wide,
  };
}

function abort(): never {
  throw new QuadrantError("unavailable", "a kernel gave up");
}

/**
 * V8 compiles a function of a kernel when it is first called: quickly then, and well only after it was busy for long. The
 * check calls all of them, so that with these flags it checks the very code that will run; others keep their ways.
 */
function compiledAtOnce<Result>(wide: boolean, work: () => Result): Result {
  setFlagsFromString("--no-liftoff");
  if (wide) setFlagsFromString("--experimental-wasm-revectorize");
  try {
    return work();
  } finally {
    if (wide) setFlagsFromString("--no-experimental-wasm-revectorize");
    setFlagsFromString("--liftoff");
  }
}

/** For `compare`: fails where values differ by more than `tolerance` times the largest. */
export function assertAlike(what: string, fast: ArrayLike<number>, plain: ArrayLike<number>, tolerance: number): void {
  const expected = Array.from(plain);
  const most = expected.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  const at = expected.findIndex((value, i) => !(Math.abs(value - fast[i]!) <= tolerance * most));
  if (at < 0 && fast.length === plain.length) return;
  throw new QuadrantError("unavailable", `${what}: the kernel gives ${fast[at]} where ${plain[at]} is right`);
}
