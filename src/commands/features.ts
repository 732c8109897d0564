import { Command, type Command as Commander, InvalidArgumentError } from "commander";
import type { Clip, RejectedClip } from "../corpora";
import { openCorpus } from "../corpora";
import { QuadrantError } from "../errors";
import {
  ALL_FEATURES,
  checkFeatureNames,
  type ExtractionOptions,
  extractCorpus,
  extractFiles,
  type FeatureName,
  MAX_SECONDS,
} from "../features";
import { FeatureStore } from "../store";
import { printAnswer } from "./answer";
import { positiveNumber, powerOfTwo, wholeNumber } from "./numbers";

interface Shard {
  /** From 1 to `of`. */
  readonly number: number;
  readonly of: number;
}

interface FeatureFlags {
  readonly out?: string;
  readonly corpus?: string;
  readonly root?: string;
  readonly store?: string;
  readonly shard?: Shard;
  readonly clips?: number;
  readonly features?: FeatureName[];
  readonly sr?: number;
  readonly offset?: number;
  readonly duration?: number;
  readonly hopLength?: number;
  readonly nFft?: number;
  readonly workers?: number;
  readonly json?: boolean;
}

/** `quadrant features`: librosa's features of sound files, or of a whole corpus. */
export function featuresCommand(): Command {
  return new Command("features")
    .description("extract librosa's features from sound files, or from a corpus into a store")
    .argument("[file...]", "sound files: WAV, MP3, FLAC, OGG")
    .option("--out <path>", "an .npz for one file, or a folder that gets one .npz a file")
    .option("--corpus <name>", "a corpus instead of files, as `quadrant corpora` lists it")
    .option("--root <folder>", "where the corpus lies")
    .option("--store <folder>", "where the corpus' features go; what is there already is kept")
    .option("--shard <i/n>", "only the i-th of n parts of the corpus, for several machines on one store", shard)
    .option("--clips <number>", "how many clips of the corpus at the most", wholeNumber(1))
    .option("--features <names>", `separated by commas (the study's), of ${ALL_FEATURES.join(", ")}`, featureNames)
    .option("--sr <hertz>", "rate that the sound is brought to (22050)", wholeNumber(1))
    .option("--offset <seconds>", "where in each file to begin (0)", positiveNumber)
    .option("--duration <seconds>", `how much of each file to take (all, at most ${MAX_SECONDS} s)`, positiveNumber)
    .option("--hop-length <samples>", "from one frame to the next (512)", wholeNumber(1))
    .option("--n-fft <samples>", "in a frame, a power of two (2048)", powerOfTwo(4))
    .option("--workers <number>", "how many threads (all cores)", wholeNumber(1))
    .option("--json", "print what was done as JSON")
    .action(run);
}

async function run(files: readonly string[], flags: FeatureFlags, command: Commander): Promise<void> {
  const wrong = wrongUsage(files, flags);
  if (wrong !== undefined) command.error(`error: ${wrong}`);
  const interrupt = new AbortController();
  const onSignal = () => interrupt.abort(new QuadrantError("interrupted", "interrupted: run it again to go on"));
  process.once("SIGINT", onSignal);
  const { features, sr, offset, duration, hopLength, nFft, workers } = flags;
  const options = {
    parameters: { features, sr, offset, duration, hopLength, nFft },
    workers,
    signal: interrupt.signal,
  };
  try {
    const failed = files.length > 0 ? await ofFiles(files, flags, options) : await ofCorpus(flags, options);
    for (const { path, reason } of failed) {
      process.stderr.write(`quadrant: ${reason.includes(path) ? reason : `${path}: ${reason}`}\n`);
    }
    if (failed.length > 0) process.exitCode = 1;
  } finally {
    process.removeListener("SIGINT", onSignal);
  }
}

function wrongUsage(files: readonly string[], { out, corpus, store, shard: part, root }: FeatureFlags) {
  if (files.length > 0) {
    if (corpus !== undefined) return "name either files or --corpus";
    if (out === undefined) return "say with --out where the features go";
    if (store !== undefined || part !== undefined || root !== undefined) {
      return "--store, --shard and --root go with --corpus";
    }
    if (out.toLowerCase().endsWith(".npz") && files.length > 1) {
      return `--out ${out} holds one file, but there are ${files.length}: name a folder`;
    }
    return undefined;
  }
  if (corpus === undefined) return "name sound files, or a corpus with --corpus";
  if (store === undefined) return "say with --store where the corpus' features go";
  if (out !== undefined) return "--out goes with files; a corpus goes into --store";
  return undefined;
}

async function ofFiles(files: readonly string[], { out, json }: FeatureFlags, options: ExtractionOptions) {
  const { written, failed } = await extractFiles(files, out!, options);
  const lines = [...written.map(({ file }) => file), `${written.length} of ${files.length} files extracted`];
  printAnswer(json === true, { written, failed }, `${lines.join("\n")}${told(failed.length)}`);
  return failed;
}

async function ofCorpus(flags: FeatureFlags, options: ExtractionOptions): Promise<readonly RejectedClip[]> {
  const { corpus: name, root, clips, shard: part, store: folder, json } = flags;
  const corpus = await openCorpus({ name: name!, root, clips });
  const store = FeatureStore.open(folder!);
  const { computed, reused, failed, replaced } = await extractCorpus(
    { clips: shardOf(corpus.clips, part) },
    store,
    options,
  );
  const bad = [...corpus.rejected, ...failed];
  const text =
    `${store.root}: ${computed} clips extracted, ${replaced.length} of them anew, ` +
    `${reused} there already${told(bad.length)}`;
  printAnswer(json === true, { store: store.root, computed, reused, replaced, failed: bad }, text);
  return bad;
}

function told(failed: number): string {
  return failed === 0 ? "" : `, ${failed} failed`;
}

function shardOf(clips: readonly Clip[], part: Shard | undefined): readonly Clip[] {
  return part === undefined ? clips : clips.filter((_, i) => i % part.of === part.number - 1);
}

/** Reads "2/5". */
function shard(text: string): Shard {
  const [, number, of] = /^(\d+)\/(\d+)$/.exec(text)?.map(Number) ?? [];
  if (number === undefined || of === undefined || number < 1 || number > of) {
    throw new InvalidArgumentError(`${text} is not a part such as 2/5, the second of five.`);
  }
  return { number, of };
}

function featureNames(text: string): FeatureName[] {
  try {
    return checkFeatureNames(text.split(",").map((name) => name.trim()));
  } catch (error) {
    if (error instanceof QuadrantError) throw new InvalidArgumentError(error.message);
    throw error;
  }
}
