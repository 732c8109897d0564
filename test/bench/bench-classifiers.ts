import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface, type Interface } from "node:readline";
import { parseArgs } from "node:util";
import type { Matrix } from "../../src/arrays";
import type { Classifier } from "../../src/classifiers";
import { messageOf } from "../../src/errors";
import { MT19937 } from "../../src/random";
import { CASES, type Case } from "./classifier-cases";

const USAGE = `Times quadrant's classifiers and scikit-learn's on the same data, in one run.

  npm run bench:classifiers -- [--shape 900x190,3600x1428] [--wide] [--only tree,forest] [--threads 1] [--repeat 2] [--json FILE]

Python is QUADRANT_PYTHON, or python3; it needs test/bench/requirements-classifiers.txt.
`;
/** The study's flattened input. */
const WIDE = "720x264180";
const CLASSES = 4;
const SCRIPT = join("test", "bench", "classifiers.py");

interface Data {
  readonly X: Matrix;
  readonly y: Int32Array;
  readonly T: Matrix;
  readonly truth: Int32Array;
}

/** Milliseconds, and the share of test rows that are right. */
interface Timing {
  readonly fitCpu: number;
  readonly fitWall: number;
  readonly predictCpu: number;
  readonly predictWall: number;
  readonly accuracy: number;
}

type Outcome = Timing | { readonly error: string };

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      shape: { type: "string", default: "900x190,3600x1428" },
      wide: { type: "boolean", default: false },
      only: { type: "string", default: "" },
      threads: { type: "string", default: "1" },
      repeat: { type: "string", default: "2" },
      json: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  const threads = Number(values.threads);
  const python = await Python.start(threads);
  const folder = mkdtempSync(join(tmpdir(), "quadrant-bench-"));
  const results: object[] = [];
  try {
    const machine = `${cpus()[0]?.model ?? "unknown processor"}, ${cpus().length} cores`;
    const versions = { node: process.version, ...python.versions };
    process.stdout.write(`${machine}; ${JSON.stringify(versions)}; threads: ${threads}\n`);
    for (const shape of values.wide ? [WIDE] : values.shape.split(",")) {
      const [rows = 0, columns = 0] = shape.split("x").map(Number);
      const data = makeData(rows, columns);
      write(folder, data);
      process.stdout.write(`\n${shape}: fit CPU ms (wall), predict CPU ms, accuracy; ours, scikit-learn's, ratio\n`);
      for (const one of chosen(values.only, values.wide)) {
        const ours = time(one, threads, data, Number(values.repeat));
        const request = { data: folder, shape: [rows, columns, data.truth.length], repeat: Number(values.repeat) };
        const theirs = await python.ask({ ...request, make: one.theirs.replace("N)", `${threads})`) });
        results.push({ shape, name: one.name, ours, theirs });
        process.stdout.write(`${line(one.name, ours, theirs)}\n`);
      }
    }
    if (values.json)
      writeFileSync(values.json, `${JSON.stringify({ machine, versions, threads, results }, null, 1)}\n`);
  } finally {
    python.stop();
    rmSync(folder, { recursive: true });
  }
}

function chosen(only: string, wide: boolean): Case[] {
  const wanted = only.split(",");
  return CASES.filter((one) => (!wide || one.wide) && wanted.some((word) => one.name.includes(word)));
}

/** Four clouds whose first quarter of columns differs, standardised as it comes; a quarter more rows for testing. */
function makeData(rows: number, columns: number): Data {
  const random = new MT19937(1);
  const bearing = Math.ceil(columns / 4);
  const reach = 4 / Math.sqrt(bearing);
  const centres = Float64Array.from({ length: CLASSES * bearing }, () => reach * (2 * random.random() - 1));
  const make = (count: number): { X: Matrix; y: Int32Array } => {
    const data = new Float32Array(count * columns);
    const y = Int32Array.from({ length: count }, (_, row) => row % CLASSES);
    for (let row = 0, at = 0; row < count; row++) {
      for (let column = 0; column < columns; column++, at++) {
        const noise = 2 * (random.random() + random.random() + random.random() - 1.5);
        data[at] = noise + (column < bearing ? centres[y[row]! * bearing + column]! : 0);
      }
    }
    return { X: { data, shape: [count, columns] }, y };
  };
  const train = make(rows);
  const test = make(Math.ceil(rows / 4));
  return { X: train.X, y: train.y, T: test.X, truth: test.y };
}

function write(folder: string, { X, y, T, truth }: Data): void {
  writeFileSync(join(folder, "train.X"), X.data);
  writeFileSync(join(folder, "train.y"), y);
  writeFileSync(join(folder, "test.X"), T.data);
  writeFileSync(join(folder, "test.y"), truth);
}

function time(one: Case, threads: number, data: Data, repeat: number): Outcome {
  try {
    const runs = Array.from({ length: repeat }, () => timeOnce(one.ours(threads), data));
    const least = (pick: (run: Timing) => number): number => Math.min(...runs.map(pick));
    return {
      fitCpu: least((run) => run.fitCpu),
      fitWall: least((run) => run.fitWall),
      predictCpu: least((run) => run.predictCpu),
      predictWall: least((run) => run.predictWall),
      accuracy: runs[0]!.accuracy,
    };
  } catch (error) {
    return { error: messageOf(error) };
  }
}

function timeOnce(model: Classifier, { X, y, T, truth }: Data): Timing {
  const [, fitCpu, fitWall] = measured(() => model.fit(X, y));
  const [predicted, predictCpu, predictWall] = measured(() => model.predict(T));
  const right = truth.filter((label, row) => predicted[row] === label).length;
  return { fitCpu, fitWall, predictCpu, predictWall, accuracy: right / truth.length };
}

/** CPU time is that of all threads of the process, the compiler and the collector included. */
function measured<Result>(work: () => Result): [Result, cpu: number, wall: number] {
  const started = process.cpuUsage();
  const wall = performance.now();
  const result = work();
  const { user, system } = process.cpuUsage(started);
  return [result, (user + system) / 1000, performance.now() - wall];
}

function line(name: string, ours: Outcome, theirs: Outcome): string {
  const head = name.padEnd(34);
  if ("error" in ours || "error" in theirs) {
    const say = (one: Outcome): string => ("error" in one ? one.error.split("\n")[0]! : "done");
    return `${head} ours: ${say(ours)}; scikit-learn: ${say(theirs)}`;
  }
  const show = (time: Timing): string =>
    `${time.fitCpu.toFixed(0).padStart(7)} (${time.fitWall.toFixed(0)}) ${time.predictCpu.toFixed(0).padStart(6)} ${time.accuracy.toFixed(3)}`;
  const ratio = ours.fitCpu / theirs.fitCpu;
  const whole = (ours.fitCpu + ours.predictCpu) / (theirs.fitCpu + theirs.predictCpu);
  return `${head}${show(ours)}  |${show(theirs)}  | fit ${ratio.toFixed(2)}, both ${whole.toFixed(2)}`;
}

/** A Python process that answers a line with a line. */
class Python {
  private constructor(
    private readonly child: ChildProcessWithoutNullStreams,
    private readonly lines: Interface,
    readonly versions: Readonly<Record<string, string>>,
  ) {}

  static async start(threads: number): Promise<Python> {
    const command = process.env.QUADRANT_PYTHON ?? "python3";
    const limits = { OMP_NUM_THREADS: `${threads}`, OPENBLAS_NUM_THREADS: `${threads}` };
    const child = spawn(command, [SCRIPT], { env: { ...process.env, ...limits } });
    let complaint = "";
    child.stderr.on("data", (text) => {
      complaint += text;
    });
    child.on("error", (error) => {
      complaint += error.message;
    });
    const lines = createInterface({ input: child.stdout });
    const [first] = await Promise.race([once(lines, "line"), once(lines, "close")]);
    if (first === undefined) {
      const why = complaint.trim().split("\n").at(-1);
      process.stderr.write(`${command} has no scikit-learn to compare with: ${why}\n${USAGE}`);
      process.exit(2);
    }
    return new Python(child, lines, JSON.parse(first));
  }

  async ask(request: object): Promise<Outcome> {
    this.child.stdin.write(`${JSON.stringify(request)}\n`);
    const [answer] = await once(this.lines, "line");
    return JSON.parse(answer);
  }

  stop(): void {
    this.child.kill();
  }
}

void main();
