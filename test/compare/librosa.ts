import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Matrix } from "../../src/arrays";
import { QuadrantError } from "../../src/errors";
import { decodeNpy, decodeZip } from "../../src/store";

const REMEDY =
  "Make a Python with it and name that: python3 -m venv .venv && .venv/bin/pip install -r test/compare/requirements.txt, " +
  "then QUADRANT_PYTHON=.venv/bin/python npm run ...";

export interface Question {
  readonly audio: string;
  /** Where the features go, an .npz. */
  readonly out?: string | undefined;
  readonly features: readonly string[];
  /** Seconds of the file; all by default. */
  readonly duration?: number | undefined;
  /** How often each is computed for the least CPU time; once by default. */
  readonly repeat?: number | undefined;
}

export interface Answer {
  /** Seconds of CPU time of one thread: "load" and the features. */
  readonly cpu: Readonly<Record<string, number>>;
  /** How many samples librosa.load gave. */
  readonly samples: number;
}

/** librosa in a process of its own, one thread, which answers one question after the other. */
export class Librosa {
  private constructor(
    private readonly child: ChildProcessWithoutNullStreams,
    private readonly lines: AsyncIterator<string>,
    /** Of librosa and what it stands on. */
    readonly versions: Readonly<Record<string, string>>,
  ) {}

  /** @throws QuadrantError "unavailable" when there is no Python with librosa; says how to make one */
  static async start(): Promise<Librosa> {
    const python = process.env.QUADRANT_PYTHON ?? "python3";
    const one = { OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1", MKL_NUM_THREADS: "1", NUMBA_NUM_THREADS: "1" };
    const child = spawn(python, [join("test", "compare", "librosa_worker.py")], { env: { ...process.env, ...one } });
    let complaint = "";
    child.stderr.on("data", (text) => {
      complaint += text;
    });
    child.on("error", (error) => {
      complaint += error.message;
    });
    child.stdin.on("error", () => undefined);
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const first = await lines.next();
    if (first.done === true) {
      const why = complaint.trim().split("\n").at(-1) ?? "";
      throw new QuadrantError("unavailable", `${python} has no librosa: ${why}`, { remedy: REMEDY });
    }
    return new Librosa(child, lines, JSON.parse(first.value).versions);
  }

  /** @throws QuadrantError "bad-audio" with what librosa says */
  async ask(question: Question): Promise<Answer> {
    return (await this.send(question, question.audio)) as Answer;
  }

  /** Makes a stereo MP3 of 44.1 kHz of a WAV file, with libsndfile. @throws QuadrantError "bad-audio" */
  async encodeMp3(wav: string, out: string): Promise<void> {
    await this.send({ encode: wav, out }, wav);
  }

  private async send(question: unknown, about: string): Promise<unknown> {
    this.child.stdin.write(`${JSON.stringify(question)}\n`);
    const line = await this.lines.next();
    if (line.done === true) throw new QuadrantError("unavailable", "librosa's process has ended");
    const answer = JSON.parse(line.value);
    if (answer.error === undefined) return answer;
    throw new QuadrantError("bad-audio", `librosa cannot use ${about}: ${answer.error}`);
  }

  stop(): void {
    this.child.stdin.end();
  }
}

/** The arrays of an .npz, each (rows, frames). */
export function readNpz(path: string): Record<string, Matrix> {
  if (!existsSync(path)) throw new QuadrantError("missing-file", `there is no file ${path}`);
  const members = [...decodeZip(readFileSync(path))];
  return Object.fromEntries(
    members.map(([member, bytes]) => {
      const { data, shape } = decodeNpy(bytes);
      return [member.replace(/\.npy$/, ""), { data, shape: [shape[0]!, shape[1]!] as const }];
    }),
  );
}
