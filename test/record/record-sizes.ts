import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { PROJECT_ROOT } from "../../src/project";
import { datasetSizeStudy, openRun, parseRunSettings } from "../../src/studies";
import { machineNow, writeRecord } from "../bench/record-file";

const FILE = join(PROJECT_ROOT, "src", "studies", "dataset-size", "records", "etudes-3200.json");

/** Composes many études, draws their learning curves and writes the record that notebook 07 shows. Takes a quarter of an hour. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { clips: { type: "string", default: "3200" }, json: { type: "string", default: FILE } },
  });
  const run = await openRun(parseRunSettings({ clips: Number(values.clips) }));
  const study = await datasetSizeStudy(run);
  const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"], { cwd: PROJECT_ROOT, encoding: "utf8" }).trim();
  const { hash, clips } = run.corpus;
  const composers = new Set(clips.map(({ group }) => group)).size;
  writeRecord(values.json, { ...machineNow(), commit, clips: clips.length, composers, hash, study }, 6);
  process.stderr.write(`${values.json}: ${study.curve.length} points of ${clips.length} clips\n`);
}

void main();
