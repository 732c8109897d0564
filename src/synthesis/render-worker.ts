import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { encodeWav } from "../audio/wav-writer";
import { messageOf, QuadrantError } from "../errors";
import { writeFileAtomic } from "../store/atomic-file";
import { type RenderOptions, renderMidi, renderSettings } from "./render-midi";
import { SOUNDFONT } from "./soundfont";

/** Part of every fingerprint: raise it when the same score would sound different. */
const RENDERER = `spessasynth_core 4.3.22, ${SOUNDFONT.name}, dry, hermite, 1`;

/** One score to be rendered into one file. */
export interface RenderTask {
  /** Path of a MIDI file, or its bytes. */
  readonly midi: string | Uint8Array;
  /** Path of the WAV file to write: mono, 16 bits. */
  readonly output: string;
  readonly options?: RenderOptions | undefined;
}

export interface RenderResult {
  readonly output: string;
  /** SHA-256 of the WAV file, hexadecimal. */
  readonly sha256: string;
  /** False when a whole file of the same score and options lay there already. */
  readonly rendered: boolean;
}

/**
 * Renders one score, or finds that its file is there: the work of one thread.
 *
 * The file's comment names score, options and renderer and the samples' own hash, so that a file that was cut, altered
 * or made from another score is never taken for the right one.
 */
export default async function renderTask(task: RenderTask): Promise<RenderResult> {
  const midi = typeof task.midi === "string" ? readScore(task.midi) : task.midi;
  const options = task.options ?? {};
  const source = sha256(JSON.stringify([RENDERER, sha256(midi), renderSettings(options)]));
  const existing = readExisting(task.output, source);
  if (existing !== undefined) return { output: task.output, sha256: sha256(existing), rendered: false };
  const samples = await renderNamed(task, midi);
  const { sampleRate } = renderSettings(options);
  const plain = encodeWav(samples, sampleRate);
  const file = encodeWav(samples, sampleRate, commentOf(source, plain.subarray(44)));
  writeFileAtomic(task.output, file);
  return { output: task.output, sha256: sha256(file), rendered: true };
}

function readScore(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new QuadrantError("missing-file", `cannot read ${path}: ${messageOf(cause)}`, {
      path,
      remedy: "Check that the corpus was unpacked completely.",
      cause,
    });
  }
}

async function renderNamed(task: RenderTask, midi: Uint8Array): Promise<Float32Array> {
  try {
    return await renderMidi(midi, task.options);
  } catch (cause) {
    if (typeof task.midi !== "string") throw cause;
    throw new QuadrantError("bad-audio", `cannot render ${task.midi}: ${messageOf(cause)}`, { path: task.midi, cause });
  }
}

/** The file's bytes, where it is whole and was made from `source`. */
function readExisting(path: string, source: string): Buffer | undefined {
  if (!existsSync(path)) return undefined;
  const file = readFileSync(path);
  if (file.length < 44) return undefined;
  const dataEnd = 44 + file.readUInt32LE(40);
  const comment = commentOf(source, file.subarray(44, dataEnd));
  const kept = file.toString("latin1", dataEnd + 20).replace(/\0{1,2}$/, "");
  return kept === comment ? file : undefined;
}

function commentOf(source: string, samples: Uint8Array): string {
  return `quadrant score=${source} samples=${sha256(samples)}`;
}

function sha256(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}
