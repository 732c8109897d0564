import { basename, extname, join } from "node:path";
import type { RejectedClip } from "../../corpora/corpus";
import type { ExtractionTask } from "./extract-clip";
import { type ExtractionOptions, runExtraction } from "./run-extraction";

/** What became of files that were extracted. */
export interface FilesSummary {
  /** The files that were written, in the order of the audio. */
  readonly written: readonly { readonly audio: string; readonly file: string }[];
  /** Audio that could not be used. */
  readonly failed: readonly RejectedClip[];
}

/**
 * Extracts audio files, each into an .npz of its own that `numpy.load` opens: arrays named as librosa names its features,
 * (rows, frames), float32.
 *
 * A file that cannot be read is listed in `failed`, and the others are made.
 *
 * @param out an .npz, for one file of audio; else a folder, which gets `NAME.npz` for `NAME.mp3`, and `NAME-2.npz` where
 * two files have the same name
 * @throws QuadrantError "bad-store" when `out` cannot be written, "interrupted" when the signal stopped it
 *
 * @example
 * await extractFiles(["a.mp3", "b.flac"], "features");
 */
export async function extractFiles(
  audio: readonly string[],
  out: string,
  options: ExtractionOptions = {},
): Promise<FilesSummary> {
  const files = audio.length === 1 && extname(out).toLowerCase() === ".npz" ? [out] : namesIn(out, audio);
  const { parameters = {} } = options;
  const tasks = audio.map((path, i): ExtractionTask => ({ audio: path, parameters, target: { file: files[i]! } }));
  const outcomes = await runExtraction(tasks, out, options);
  const written: { audio: string; file: string }[] = [];
  const failed: RejectedClip[] = [];
  for (const [i, outcome] of outcomes.entries()) {
    const [path, file] = [audio[i]!, files[i]!];
    if (outcome.kind === "failed") failed.push({ id: basename(path), path, reason: outcome.reason });
    else written.push({ audio: path, file });
  }
  return { written, failed };
}

function namesIn(folder: string, audio: readonly string[]): string[] {
  // In small letters, since some file systems do not tell "A.npz" from "a.npz".
  const taken = new Set<string>();
  return audio.map((path) => {
    const name = basename(path, extname(path));
    let free = name;
    for (let number = 2; taken.has(free.toLowerCase()); number++) free = `${name}-${number}`;
    taken.add(free.toLowerCase());
    return join(folder, `${free}.npz`);
  });
}
