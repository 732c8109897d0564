import { readFileSync } from "node:fs";
import { Command } from "commander";
import { messageOf, QuadrantError } from "../errors";
import { type ScoredArrays, scoreArrays } from "../evaluation";
import { decodeNumbers, type Numbers } from "../store";
import { printAnswer } from "./answer";

interface ScoreFlags {
  readonly multilabel?: boolean;
  readonly groups?: string;
  readonly json?: boolean;
}

/** `quadrant score`: the measures of predictions that were made elsewhere. */
export function scoreCommand(): Command {
  return new Command("score")
    .description("score predictions made elsewhere: measures with 95 % intervals")
    .argument("<truth.npy>", "labels 0, 1, ... (items,); with --multilabel 0 or 1 (items, tags)")
    .argument("<predictions.npy>", "labels (items,), or probabilities (items, classes)")
    .option("--multilabel", "an item may have several tags")
    .option("--groups <groups.npy>", "a number an item; intervals then draw whole groups, such as composers")
    .option("--json", "print the scores as JSON")
    .action((truth: string, predictions: string, { multilabel, groups, json }: ScoreFlags) => {
      const scores = scoreArrays(readArray(truth), readArray(predictions), {
        multilabel: multilabel === true,
        groups: groups === undefined ? null : readArray(groups).data,
      });
      printAnswer(json === true, scores, tableOf(scores));
    });
}

/** @throws QuadrantError "missing-file" or "bad-store" that names the file */
function readArray(path: string): Numbers {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (cause) {
    throw new QuadrantError("missing-file", `cannot read ${path}: ${messageOf(cause)}`, {
      path,
      remedy: "Name an array that numpy.save wrote.",
      cause,
    });
  }
  try {
    return decodeNumbers(bytes);
  } catch (cause) {
    throw new QuadrantError("bad-store", `${path}: ${messageOf(cause)}`, { path, cause });
  }
}

function tableOf({ items, classes, unit, measures, perClass, notes }: ScoredArrays): string {
  const number = (value: number | null) => (value === null ? "undefined" : value.toFixed(4));
  const rows = measures.map(({ name, value, low, high }) => {
    const interval = low === null || high === null ? "" : `  (${number(low)} to ${number(high)})`;
    return `${name.padEnd(30)}${number(value).padStart(10)}${interval}`;
  });
  const classRows = perClass.map(
    ({ precision, recall, f1, support }, label) =>
      `${String(label).padEnd(10)}${[precision, recall, f1].map((v) => number(v).padStart(10)).join("")}${String(support).padStart(10)}`,
  );
  return [
    `${items} items, ${classes} ${unit === "class" ? "classes" : "tags"}`,
    ...rows,
    "",
    `${unit.padEnd(10)}${["precision", "recall", "F1", "items"].map((head) => head.padStart(10)).join("")}`,
    ...classRows,
    ...notes,
  ].join("\n");
}
