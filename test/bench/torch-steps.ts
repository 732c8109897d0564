import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface, type Interface } from "node:readline";
import { QuadrantError } from "../../src/errors";

/** Milliseconds, and the loss or score that came out. */
export interface Timing {
  readonly wall: number;
  readonly cpu: number;
  readonly value: number;
}

/** Numbers that torch_steps.py makes too, bit for bit. */
export function uniform(start: number, length: number, scale: number): Float32Array {
  return Float32Array.from({ length }, (_, k) => {
    let i = Math.imul(start + k, 2654435761) >>> 0;
    i = Math.imul(i ^ (i >>> 15), 2246822519) >>> 0;
    return (i / 2 ** 31 - 1) * scale;
  });
}

/** Of the whole process. */
export function timed(work: () => number): Timing {
  const [cpu, wall] = [process.cpuUsage(), performance.now()];
  const value = work();
  const { user, system } = process.cpuUsage(cpu);
  return { wall: performance.now() - wall, cpu: (user + system) / 1000, value };
}

/** PyTorch in a process of its own; QUADRANT_TORCH_PYTHON names a Python that has it. */
export class Torch {
  /** Of PyTorch. */
  version = "";

  private constructor(
    private readonly child: ChildProcessWithoutNullStreams,
    private readonly lines: Interface,
  ) {}

  /** @param script beside this source */
  static async start(script: string): Promise<Torch | undefined> {
    const python = process.env.QUADRANT_TORCH_PYTHON;
    if (python === undefined) return undefined;
    const child = spawn(python, [join("test", "bench", script)]);
    const torch = new Torch(child, createInterface({ input: child.stdout }));
    child.stderr.pipe(process.stderr);
    torch.version = (JSON.parse(await torch.answer()) as { torch: string }).torch;
    return torch;
  }

  async ask<Answer>(question: object): Promise<Answer> {
    const answer = this.answer();
    this.child.stdin.write(`${JSON.stringify(question)}\n`);
    return JSON.parse(await answer) as Answer;
  }

  private answer(): Promise<string> {
    return new Promise((resolve, reject) => {
      const onExit = (code: number | null) => {
        reject(new QuadrantError("unavailable", `PyTorch ended with ${code}`));
      };
      this.child.once("exit", onExit);
      this.lines.once("line", (line) => {
        this.child.off("exit", onExit);
        resolve(line);
      });
    });
  }

  stop(): void {
    this.child.kill();
  }
}

export const median = (times: readonly Timing[], key: "wall" | "cpu") =>
  times.map((time) => time[key]).sort((a, b) => a - b)[times.length >> 1] ?? Number.NaN;

export const ratio = (theirs: number, ours: number) => `${(theirs / ours).toFixed(2)} x`.padStart(7);
