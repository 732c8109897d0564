import { format, inspect } from "node:util";
import type { Json } from "./wire";

/** Why a cell failed, as Jupyter wants it. */
export interface Failure {
  readonly ename: string;
  readonly evalue: string;
  readonly traceback: readonly string[];
}

/** What an interrupted cell fails with; the name is the one that Jupyter clients know. */
export const INTERRUPTED: Failure = {
  ename: "KeyboardInterrupt",
  evalue: "the cell was interrupted",
  traceback: ["KeyboardInterrupt: the cell was interrupted"],
};

/** Frames of tslab, the kernel and Node's script runner say nothing about the cell. */
const FOREIGN_FRAME =
  /node_modules[\\/]tslab|runInThisContext|[\\/]kernel[\\/](?:cell-runner|tslab-kernel)\.js|node:(?:vm|internal)/;

/** The failure for anything that a cell threw. */
export function failureOf(thrown: unknown): Failure {
  if (!isError(thrown)) {
    const evalue = inspect(thrown);
    return { ename: "UncaughtValue", evalue, traceback: [`Uncaught ${evalue}`] };
  }
  if ("code" in thrown && thrown.code === "ERR_SCRIPT_EXECUTION_INTERRUPTED") return INTERRUPTED;
  const traceback = stackOf(thrown);
  for (let cause = thrown.cause; isError(cause); cause = cause.cause) {
    traceback.push("caused by:", ...stackOf(cause));
  }
  return { ename: thrown.name, evalue: thrown.message, traceback };
}

/**
 * The failure that tslab's executor wrote to its console: a thrown value, or one line for each compiler message.
 */
export function failureOfReports(reports: readonly (readonly unknown[])[]): Failure {
  const [first] = reports;
  if (first === undefined) return failureOf(new Error("tslab reports a failure without saying which"));
  if (first.length === 1) return failureOf(first[0]);
  const lines = reports.map((report) => format(...report));
  return { ename: "TypeScriptError", evalue: lines[0]!, traceback: lines };
}

/** The failure as the content of an `error` message. */
export function contentOf({ ename, evalue, traceback }: Failure): Json {
  return { ename, evalue, traceback };
}

function isError(value: unknown): value is Error {
  return value instanceof Error || Object.prototype.toString.call(value) === "[object Error]";
}

function stackOf(error: Error): string[] {
  const title = `${error.name}: ${error.message}`.split("\n");
  // The line is that of tslab's output, which has no types and no imports left.
  const frames = (error.stack ?? "")
    .split("\n")
    .filter((line) => /^\s+at /.test(line) && !FOREIGN_FRAME.test(line))
    .map((line) => line.replace("evalmachine.<anonymous>", "compiled cell"));
  return [...title, ...frames];
}
