import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { QuadrantError } from "../errors";
import { severalAtOnce, TURNS_VARIABLE } from "../jobs";
import { runNotebook } from "../kernel";
import { dataFolder, PROJECT_ROOT } from "../project";
import { type ReportNotebook, renderReport } from "../reports";
import { writeFileAtomic } from "../store";
import { describeProtocol, openRun, RUN_VARIABLE, type Run, type RunSettings } from "../studies";
import { citationsOf } from "./citations";
import { provenanceOf } from "./provenance";
import { codeCellNumber, collectClaims, collectResults, headlinesOf, type NotebookResult } from "./results";
import { Stages, type StageTime } from "./stages";

/** Kernels that are there at the same time: some 400 MB each, and one that computes up to 1.2 GB. */
const NOTEBOOKS_AT_ONCE = 2;

/** Where the notebooks show the model information sheet. */
const INFORMATION_SHEET = { notebook: "04-leak-audit", anchor: "the-information-sheet" };

export interface ReproduceOptions {
  readonly settings: RunSettings;
  /** Folder of the report. */
  readonly outDir: string;
  /** Folder of the notebooks; the project's by default. */
  readonly notebooks?: string | undefined;
  /** Names of the notebooks to run, such as "03-baselines"; all by default. */
  readonly only?: readonly string[] | undefined;
  /** What the user typed, for the report. */
  readonly command: string;
  /** Stops the run: the notebook at work is interrupted, and the next run goes on. */
  readonly signal?: AbortSignal | undefined;
}

export interface Reproduction {
  /** The page to open. */
  readonly index: string;
  readonly results: readonly NotebookResult[];
  readonly stages: readonly StageTime[];
  /** Most memory that a process held, in MiB: this one or a kernel. */
  readonly peakMiB: number;
  /** "notebook, cell: error" for each notebook that failed. */
  readonly failures: readonly string[];
  readonly summary: string;
}

/**
 * The main job: makes or reads the corpus, extracts features, runs every notebook on the tslab kernel and leaves a report.
 * What is there already is not made again. The report comes out even where a notebook fails, and shows the error.
 */
export async function reproduce(options: ReproduceOptions): Promise<Reproduction> {
  const { settings, outDir, command, signal } = options;
  const startedAt = new Date();
  const paths = notebookPaths(options.notebooks ?? join(PROJECT_ROOT, "notebooks"), options.only);
  const stages = new Stages();
  const run = await stages.run("corpus and features", () => openRun(settings, { verify: true }));
  const executed = await executeAll(paths, run, stages, signal);
  const notebooks = executed.map(({ report }) => report);
  const results = collectResults(notebooks);
  const provenance = await provenanceOf(run, startedAt, command);
  const { index, warnings } = await stages.run("report", () =>
    renderReport({
      title: "Music emotion in four quadrants",
      introduction:
        "From a corpus to models, step by step: what is claimed, what was done, what came out and how sure one can be. " +
        "Every number was computed by the notebooks below.",
      notebooks,
      claims: collectClaims(notebooks),
      results: headlinesOf(results),
      protocol: { rules: describeProtocol(run), sheet: INFORMATION_SHEET },
      citations: citationsOf(run, provenance),
      stages: stages.times,
      seconds: stages.total,
      provenance,
      outDir,
      cacheDir: join(dataFolder(), "pictures"),
    }),
  );
  for (const warning of warnings) process.stderr.write(`report: ${warning}\n`);
  writeFileAtomic(join(outDir, "results.json"), `${JSON.stringify({ provenance, results }, null, 2)}\n`);
  return {
    index,
    results,
    stages: stages.times,
    peakMiB: Math.max(process.resourceUsage().maxRSS / 1024, ...executed.map(({ peakMiB }) => peakMiB)),
    failures: notebooks.flatMap(({ path, notebook, failure }) =>
      failure === undefined
        ? []
        : [`${basename(path)}, code cell ${codeCellNumber(notebook, failure.cell)}: ${failure.message}`],
    ),
    summary: stages.summary(),
  };
}

interface Executed {
  readonly report: ReportNotebook;
  readonly peakMiB: number;
}

/**
 * Runs notebooks two at a time: while one computes on all cores, the other starts its kernel, compiles and draws. They take
 * turns at the cores, and what both need is computed once.
 */
async function executeAll(
  paths: readonly string[],
  run: Run,
  stages: Stages,
  signal: AbortSignal | undefined,
): Promise<Executed[]> {
  const turns = mkdtempSync(join(tmpdir(), "quadrant-turns-"));
  const executed = new Map<string, Executed>();
  const work = async (path: string) => {
    signal?.throwIfAborted();
    executed.set(path, await stages.run(basename(path, ".ipynb"), () => execute(path, run, turns, signal)));
  };
  try {
    const settled = await severalAtOnce(paths, NOTEBOOKS_AT_ONCE, work, () => true);
    const failed = settled.find(({ error }) => error !== undefined);
    if (failed !== undefined) throw failed.error;
  } finally {
    rmSync(turns, { recursive: true, force: true });
  }
  return paths.map((path) => executed.get(path)!);
}

/** Runs one notebook; a cell that fails ends it and is told in the report. */
async function execute(
  path: string,
  { settings }: Run,
  turns: string,
  signal: AbortSignal | undefined,
): Promise<Executed> {
  const notebook = JSON.parse(readFileSync(path, "utf8"));
  const outcome = await runNotebook(notebook, {
    cwd: join(PROJECT_ROOT, "notebooks"),
    env: { ...process.env, [RUN_VARIABLE]: JSON.stringify(settings), [TURNS_VARIABLE]: turns },
    signal,
  });
  signal?.throwIfAborted();
  const seconds = new Map(outcome.cells.map((cell) => [cell.index, cell.seconds]));
  const { failure } = outcome;
  return {
    report: {
      path,
      notebook: outcome.notebook,
      cellSeconds: outcome.notebook.cells.map((_, index) => seconds.get(index) ?? null),
      failure: failure && { cell: failure.cell, message: `${failure.ename}: ${failure.evalue}` },
    },
    peakMiB: Math.max(0, ...outcome.cells.map((cell) => cell.peakRssMb ?? 0)),
  };
}

/** The notebooks of a folder in the reader's order. @throws QuadrantError "bad-argument" for a name that is not there */
function notebookPaths(folder: string, only: readonly string[] | undefined): string[] {
  const names = readdirSync(folder)
    .filter((file) => file.endsWith(".ipynb"))
    .map((file) => basename(file, ".ipynb"))
    .sort();
  const unknown = only?.find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new QuadrantError("bad-argument", `there is no notebook ${unknown}`, {
      remedy: `Take of ${names.join(", ")}.`,
    });
  }
  return names.filter((name) => only === undefined || only.includes(name)).map((name) => join(folder, `${name}.ipynb`));
}
