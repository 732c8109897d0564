import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { extname, join, relative } from "node:path";
import { parseArgs } from "node:util";
import type { Matrix } from "../../src/arrays";
import { loadAudio } from "../../src/audio";
import { messageOf, QuadrantError } from "../../src/errors";
import { ALL_FEATURES, EXTRACTOR, extractFeatures } from "../../src/features";
import { Progress } from "../../src/jobs";
import { Differences } from "./differences";
import { Librosa, readNpz } from "./librosa";

const SOUND = new Set([".wav", ".mp3", ".flac", ".ogg", ".oga"]);

const USAGE = `Usage: npm run compare:librosa -- FOLDER [--seconds 30] [--files 100] [--json FILE]

Extracts every sound file below FOLDER with librosa and with quadrant, and prints how far they differ.`;

/**
 * How far a feature is from librosa's: the whole way from the file, of that in frames that are not all but silent (there
 * librosa itself gives what rounding leaves over), and from librosa's own samples.
 */
interface Comparison {
  readonly feature: string;
  readonly whole: Differences;
  readonly alone: Differences;
  readonly loud: Differences;
}

type Summary = Differences["summary"];
type Row = { readonly feature: string; readonly sameSamples: Summary; readonly loud: Summary } & Summary;

/** A frame counts as loud where its rms is above this share of the file's largest: -60 dB. */
const LOUD = 1e-3;

/** Runs librosa and quadrant on a folder of sound, and prints per feature how far apart they are. */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { seconds: { type: "string", default: "30" }, files: { type: "string" }, json: { type: "string" } },
  });
  const [root] = positionals;
  if (root === undefined) throw new QuadrantError("bad-argument", USAGE);
  const seconds = Number(values.seconds);
  const files = soundFiles(root).slice(0, values.files === undefined ? undefined : Number(values.files));
  if (files.length === 0) throw new QuadrantError("missing-file", `there is no sound file below ${root}`);
  const librosa = await Librosa.start();
  const found: Comparison[] = ["samples", ...ALL_FEATURES].map((feature) => ({
    feature,
    whole: new Differences(),
    alone: new Differences(),
    loud: new Differences(),
  }));
  const complaints: string[] = [];
  const progress = new Progress("comparing", files.length);
  const folder = mkdtempSync(join(tmpdir(), "quadrant-compare-"));
  try {
    for (const file of files) {
      try {
        complaints.push(...(await compareFile(librosa, file, relative(root, file), seconds, folder, found)));
      } catch (error) {
        if (!(error instanceof QuadrantError)) throw error;
        complaints.push(`${relative(root, file)}: ${messageOf(error).split("\n")[0]}`);
      }
      progress.tick();
    }
  } finally {
    progress.done();
    librosa.stop();
    rmSync(folder, { recursive: true });
  }
  const rows = found.map(({ feature, whole, alone, loud }) => ({
    feature,
    ...whole.summary,
    sameSamples: alone.summary,
    loud: loud.summary,
  }));
  print(rows, files.length, seconds, librosa.versions, complaints);
  if (values.json !== undefined) {
    const provenance = {
      date: new Date().toISOString().slice(0, 10),
      extractor: EXTRACTOR,
      versions: librosa.versions,
    };
    const content = { ...provenance, files: files.length, seconds, rows, complaints };
    writeFileSync(values.json, `${JSON.stringify(content, null, 1)}\n`);
  }
  if (complaints.length > 0) process.exitCode = 1;
}

async function compareFile(
  librosa: Librosa,
  file: string,
  name: string,
  duration: number,
  folder: string,
  found: readonly Comparison[],
): Promise<string[]> {
  const out = join(folder, "librosa.npz");
  await librosa.ask({ audio: file, out, features: ALL_FEATURES, duration });
  const theirs = readNpz(out);
  const { samples, sampleRate } = await loadAudio(file, { duration });
  const whole = { samples: row(samples), ...extractFeatures(samples, sampleRate, { features: ALL_FEATURES }) };
  const given = theirs.samples!;
  const alone = { samples: given, ...extractFeatures(given.data, sampleRate, { features: ALL_FEATURES }) };
  const loudest = theirs.rms!.data.reduce((most, value) => Math.max(most, value), 0);
  const isLoud = (frame: number) => theirs.rms!.data[frame]! > LOUD * loudest;
  return found.flatMap((comparison) => {
    const feature = comparison.feature as keyof typeof whole;
    comparison.alone.add(alone[feature], theirs[feature]!, name);
    const wrong = comparison.whole.add(whole[feature], theirs[feature]!, name);
    if (feature !== "samples" && wrong === undefined) {
      comparison.loud.add(whole[feature], theirs[feature]!, name, isLoud);
    }
    return wrong === undefined ? [] : [`${name}: ${feature} has shape ${wrong}`];
  });
}

function row(data: Float32Array): Matrix {
  return { data, shape: [1, data.length] };
}

function soundFiles(root: string): string[] {
  const paths = readdirSync(root, { recursive: true, encoding: "utf8" }).sort();
  return paths.filter((path) => SOUND.has(extname(path).toLowerCase())).map((path) => join(root, path));
}

function print(
  rows: readonly Row[],
  files: number,
  seconds: number,
  versions: Readonly<Record<string, string>>,
  complaints: readonly string[],
): void {
  const lines = [
    `${files} files, at most ${seconds} s of each; ${EXTRACTOR} against librosa ${versions.librosa}`,
    "differences as a share of the feature's range in the file",
    "",
    `${"".padEnd(20)}${"from the file".padStart(22)}${"... above -60 dB".padStart(26)}${"from librosa's samples".padStart(26)}`,
    `${"feature".padEnd(20)}${[HEAD, HEAD, HEAD].join("    ")}${"frames".padStart(10)}  worst in`,
    ...rows.map(
      ({ feature, frames, file, sameSamples, loud, ...whole }) =>
        `${feature.padEnd(20)}${[whole, loud, sameSamples].map(numbers).join("    ")}${String(frames).padStart(10)}  ${file}`,
    ),
    ...(complaints.length === 0 ? [] : ["", `${complaints.length} complaints:`, ...complaints]),
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
}

const HEAD = `${"largest".padStart(11)}${"99.9 %".padStart(11)}`;

function numbers({ largest, p999 }: { readonly largest: number; readonly p999: number }): string {
  return [largest, p999].map((value) => value.toExponential(1).padStart(11)).join("");
}

main().catch((error) => {
  process.stderr.write(`compare: ${messageOf(error)}\n`);
  process.exitCode = error instanceof QuadrantError && error.tag === "bad-argument" ? 2 : 1;
});
