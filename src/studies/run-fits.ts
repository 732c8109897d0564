import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { QuadrantError } from "../errors";
import { Progress, runOnWorkers } from "../jobs";
import { cellSignal } from "../kernel";
import { dataFolder } from "../project";
import { writeFileAtomic } from "../store";
import { codeFingerprint } from "./code-fingerprint";
import type { Dataset } from "./dataset";
import type { FitResult, FitTask } from "./fit-task";

export interface FitRunOptions {
  /** What the progress line calls the work. */
  readonly label: string;
  /** SHA-256 of the corpus: labels, groups and audio. */
  readonly corpusHash: string;
  /** Called only if something is not cached. */
  readonly dataset: () => Promise<Dataset>;
  readonly workers?: number;
}

/**
 * Runs fits on all cores and keeps each result in a file named by everything it depends on: the corpus, the task and the
 * code. A second run reads the files; a killed run goes on where it was.
 *
 * @returns the results in the order of the tasks
 * @throws the first error of a fit, after the others have been kept
 */
export async function runFits(tasks: readonly FitTask[], options: FitRunOptions): Promise<FitResult[]> {
  const paths = tasks.map((task) => fitPath(task, options.corpusHash));
  const known = new Map<string, FitResult>();
  for (const path of paths) {
    const result = readFit(path);
    if (result !== undefined) known.set(path, result);
  }
  // Two studies, or two folds of one, may ask for the same fit: it is made once.
  const missing = new Map(tasks.map((task, i) => [paths[i]!, task] as const).filter(([path]) => !known.has(path)));
  if (missing.size > 0) await computeFits(missing, known, options);
  return paths.map((path) => known.get(path)!);
}

async function computeFits(
  missing: ReadonlyMap<string, FitTask>,
  known: Map<string, FitResult>,
  { label, dataset, workers }: FitRunOptions,
): Promise<void> {
  const data = await dataset();
  const progress = new Progress(label, missing.size);
  const { failures } = await runOnWorkers<FitWork, FitResult>(
    join(__dirname, "fit-worker.js"),
    [...missing].map(([path, task]) => ({ path, task, dataset: data })),
    {
      workers,
      // An interrupted cell stops handing out work; what is done is kept.
      signal: cellSignal(),
      onResult: ({ path, task }, result) => {
        writeFileAtomic(path, JSON.stringify({ task, result }));
        known.set(path, result);
        progress.tick();
      },
    },
  );
  progress.done();
  const [failure] = failures;
  if (failure !== undefined) throw failure.error;
}

interface FitWork {
  readonly path: string;
  readonly task: FitTask;
  readonly dataset: Dataset;
}

function fitPath(task: FitTask, corpusHash: string): string {
  const inputs = JSON.stringify({ corpusHash, code: codeFingerprint(), task });
  const key = createHash("sha256").update(inputs).digest("hex").slice(0, 32);
  return join(dataFolder(), "studies", `${key}.json`);
}

/** Undefined where the fit is not there yet, or its file is damaged, which is as good as not there. */
function readFit(path: string): FitResult | undefined {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new QuadrantError("bad-store", `cannot read ${path}`, { path, cause });
  }
  try {
    return JSON.parse(text).result;
  } catch {
    process.stderr.write(`${path} is damaged: its fit is made again\n`);
    return undefined;
  }
}
