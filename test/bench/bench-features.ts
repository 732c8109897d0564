import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg, tmpdir } from "node:os";
import { basename, join } from "node:path";
import { parseArgs } from "node:util";
import type { Matrix } from "../../src/arrays";
import { loadAudio } from "../../src/audio";
import { makeEtudes } from "../../src/corpora/etudes";
import { messageOf, QuadrantError } from "../../src/errors";
import { EXTRACTOR, extractFeatures, FEATURE_NAMES, type StudyFeature } from "../../src/features";
import { Progress } from "../../src/jobs";
import { dataFolder } from "../../src/project";
import { Differences } from "../compare/differences";
import { Librosa, readNpz } from "../compare/librosa";

const SECONDS = 30;

/** How often each is computed; the least time counts, on both sides. */
const REPEATS = 3;

/** The bounds for 99.9 % of the cells, as a share of the range, on the same samples. */
const STFT_FAMILY = 1e-4;
const CQT_FAMILY = 5e-4;
const TOLERANCES: Readonly<Partial<Record<string, number>>> = {
  chroma_cqt: CQT_FAMILY,
  chroma_vqt: CQT_FAMILY,
  tonnetz: CQT_FAMILY,
  tempo: 1e-6,
  zero_crossing_rate: 1e-6,
};

/** Frames count whose rms is above this share of the file's largest: -60 dB. */
const LOUD = 1e-3;

/** CPU seconds by what they were spent on. */
type Times = Record<string, number>;

/** Times librosa and quadrant on the same MP3 files, in one run, and checks that they agree. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { clips: { type: "string", default: "10" }, json: { type: "string" } } });
  const librosa = await Librosa.start();
  const folder = mkdtempSync(join(tmpdir(), "quadrant-bench-"));
  try {
    const clips = await makeClips(librosa, Number(values.clips));
    const agreement = new Map(FEATURE_NAMES.map((name) => [name, new Differences()]));
    const [theirs, ours]: [Times, Times] = [{}, {}];
    const progress = new Progress("timing", clips.length);
    await timeOurs(clips[0]!, {}); // The compiler warms up on a run that does not count.
    for (const clip of clips) {
      const out = join(folder, "librosa.npz");
      const { cpu } = await librosa.ask({ audio: clip, out, features: FEATURE_NAMES, repeat: REPEATS });
      add(theirs, cpu);
      await timeOurs(clip, ours);
      compare(readNpz(out), agreement, basename(clip));
      progress.tick();
    }
    progress.done();
    report(theirs, ours, agreement, clips.length, librosa.versions, values.json);
  } finally {
    librosa.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Études as people have music: stereo MP3 of 44.1 kHz, 30 s each. */
async function makeClips(librosa: Librosa, count: number): Promise<string[]> {
  const root = join(dataFolder(), "bench", `${SECONDS}-s`);
  // A corpus holds whole quadrants.
  const { clips } = await makeEtudes({ root, clips: 4 * Math.ceil(count / 4), seconds: SECONDS, seed: 1 });
  mkdirSync(join(root, "mp3"), { recursive: true });
  const paths: string[] = [];
  for (const { id, audio } of clips.slice(0, count)) {
    const path = join(root, "mp3", `${id}.mp3`);
    if (!existsSync(path)) await librosa.encodeMp3(join(root, audio), path);
    paths.push(path);
  }
  return paths;
}

async function timeOurs(path: string, times: Times): Promise<void> {
  const audio = await least(() => loadAudio(path));
  add(times, { load: audio.seconds });
  const { samples, sampleRate } = audio.result;
  for (const name of FEATURE_NAMES) {
    const { seconds } = await least(() => extractFeatures(samples, sampleRate, { features: [name] }));
    add(times, { [name]: seconds });
  }
  add(times, { together: (await least(() => extractFeatures(samples, sampleRate))).seconds });
}

async function least<Result>(work: () => Result | Promise<Result>): Promise<{ result: Result; seconds: number }> {
  let best: { result: Result; seconds: number } | undefined;
  for (let i = 0; i < REPEATS; i++) {
    const before = process.cpuUsage();
    const result = await work();
    const { user, system } = process.cpuUsage(before);
    const seconds = (user + system) / 1e6;
    if (best === undefined || seconds < best.seconds) best = { result, seconds };
  }
  return best!;
}

function add(times: Times, more: Readonly<Times>): void {
  for (const [name, seconds] of Object.entries(more)) times[name] = (times[name] ?? 0) + seconds;
}

function compare(theirs: Record<string, Matrix>, agreement: Map<StudyFeature, Differences>, file: string): void {
  const ours = extractFeatures(theirs.samples!.data);
  // In frames that are all but silent chroma is what rounding leaves over, there and here.
  const rms = theirs.rms!.data;
  const loudest = rms.reduce((most, value) => Math.max(most, value), 0);
  const isLoud = (frame: number) => rms[frame]! > LOUD * loudest;
  for (const [name, differences] of agreement) {
    const wrong = differences.add(ours[name], theirs[name]!, file, isLoud);
    if (wrong !== undefined) throw new QuadrantError("bad-argument", `${file}: ${name} has shape ${wrong}`);
  }
}

function report(
  theirs: Times,
  ours: Times,
  agreement: Map<StudyFeature, Differences>,
  clips: number,
  librosas: Readonly<Record<string, string>>,
  json: string | undefined,
): void {
  const milliseconds = (seconds: number) => (1000 * seconds) / clips;
  const rows = ["load", ...FEATURE_NAMES].map((feature) => ({
    feature,
    librosa: milliseconds(theirs[feature]!),
    quadrant: milliseconds(ours[feature]!),
  }));
  const features = milliseconds(FEATURE_NAMES.reduce((sum, name) => sum + theirs[name]!, 0));
  const together = milliseconds(ours.together!);
  rows.push({ feature: "all together", librosa: features, quadrant: together });
  const [before, after] = [rows[0]!.librosa + features, rows[0]!.quadrant + together];
  rows.push({ feature: "file to features", librosa: before, quadrant: after });
  const processor = cpus()[0]?.model ?? "unknown processor";
  const machine = `${processor}, ${availableParallelism()} cores, load ${loadavg()[0]!.toFixed(1)}`;
  const versions = { ...librosas, node: process.version, v8: process.versions.v8 };
  const told = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  const head = ["CPU ms a clip".padEnd(22), "librosa".padStart(10), "quadrant".padStart(10), "ratio".padStart(8)];
  const lines = [
    `${clips} MP3 files of ${SECONDS} s, stereo, 44.1 kHz; process CPU time, the least of ${REPEATS} runs, one thread`,
    machine,
    told.join(", "),
    "",
    `${head.join("")}${"99.9 % agree within".padStart(22)}`,
    ...rows.map(({ feature, librosa, quadrant }) => {
      const p999 = agreement.get(feature as StudyFeature)?.summary.p999;
      const cells = [librosa.toFixed(1).padStart(10), quadrant.toFixed(1).padStart(10)];
      const ratio = (librosa / quadrant).toFixed(1).padStart(8);
      return `${feature.padEnd(22)}${cells.join("")}${ratio}${(p999?.toExponential(1) ?? "").padStart(22)}`;
    }),
    "",
    "Each feature alone, with what it needs; the last two rows compute what features share once.",
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
  if (json !== undefined) {
    const date = new Date().toISOString().slice(0, 10);
    const about = { date, extractor: EXTRACTOR, machine, versions, clips, seconds: SECONDS, repeats: REPEATS };
    writeFileSync(json, `${JSON.stringify({ ...about, rows }, null, 1)}\n`);
  }
  for (const [name, { summary }] of agreement) {
    const allowed = TOLERANCES[name] ?? STFT_FAMILY;
    if (summary.p999 <= allowed) continue;
    process.stderr.write(
      `bench: ${name} differs by ${summary.p999}, allowed are ${allowed}, most in ${summary.file}\n`,
    );
    process.exitCode = 1;
  }
}

main().catch((error) => {
  process.stderr.write(`bench: ${messageOf(error)}\n`);
  process.exitCode = 1;
});
