import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { messageOf, QuadrantError } from "../../errors";
import { writeFileAtomic } from "../../store/atomic-file";
import { encodeMidi, type RenderResult, renderAll } from "../../synthesis";
import type { Quadrant } from "../quadrant";
import { bayesCeiling, type Ceiling } from "./ceiling";
import { composeEtude, type Etude } from "./compose";
import { makeComposers } from "./composers";
import { GRADED_CUE_NAMES, MODE, ORDER_CUE_NAMES, ORDER_CUES } from "./cues";
import { type EtudePlan, planEtude } from "./plan";
import { writeDatasheet } from "./sheet";
import { RING } from "./timing";

/** Raised when the same seed would give other music. */
const VERSION = 1;

/** Fixed, as loudness is a cue. With seeds 1 to 3 the loudest of 320 clips peaks at 0.72 to 0.89 of full scale. */
const GAIN = 1.5;

export interface EtudesOptions {
  /** 320 by default, at most 9,999. */
  readonly clips?: number | undefined;
  /** Length of each clip; 12 by default, 4 to 120. */
  readonly seconds?: number | undefined;
  /** 1 by default. */
  readonly seed?: number | undefined;
  /** The folder to fill. */
  readonly root: string;
  /** How many threads render; all cores by default. */
  readonly workers?: number | undefined;
  /** Whether progress goes to standard error; true by default. */
  readonly progress?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** One clip as manifest.json holds it; paths are relative to the manifest. */
export interface EtudeEntry {
  readonly id: string;
  readonly audio: string;
  readonly midi: string;
  readonly quadrant: Quadrant;
  readonly group: string;
  readonly valence: number;
  readonly arousal: number;
  readonly sha256: { readonly audio: string; readonly midi: string };
  /** Every cue as it was drawn, and what it came to in the music. */
  readonly cues: Readonly<Record<string, number | string>>;
}

export interface EtudesManifest {
  readonly corpus: "etudes";
  readonly version: number;
  readonly parameters: { readonly clips: number; readonly seconds: number; readonly seed: number };
  readonly ceiling: Ceiling;
  readonly clips: readonly EtudeEntry[];
}

/**
 * Composes and renders the études into `root`: midi/, audio/, manifest.json and DATASHEET.md.
 *
 * The same clips, seconds and seed give the same bytes, whatever the number of workers. A run that was killed goes on
 * where it stopped: files that are whole and right are kept, all others are made again, and the manifest is written
 * last. A longer corpus begins with the shorter one of the same seed.
 *
 * @throws QuadrantError "bad-argument" for numbers out of range, "bad-store" where the folder cannot be written
 *
 * @example
 * const manifest = await makeEtudes({ root: "data/etudes" });
 */
export async function makeEtudes(options: EtudesOptions): Promise<EtudesManifest> {
  const parameters = checkParameters(options);
  const { root } = options;
  const manifestPath = join(root, "manifest.json");
  forgetOtherManifest(manifestPath, parameters);
  const composers = makeComposers(parameters.seed);
  const pieces = Array.from({ length: parameters.clips }, (_, index) => {
    const plan = planEtude(parameters.seed, index, composers);
    const etude = composeEtude(plan, parameters.seed, parameters.seconds);
    const midi = encodeMidi(etude.score);
    writeUnlessSame(join(root, "midi", `${plan.id}.mid`), midi);
    return { plan, etude, midi };
  });
  const { results, failures } = await renderAll(
    pieces.map(({ plan, midi }) => ({
      midi,
      output: join(root, "audio", `${plan.id}.wav`),
      options: { seconds: parameters.seconds, gain: GAIN, fadeSeconds: RING },
    })),
    options,
  );
  const failure = failures[0];
  if (failure !== undefined) {
    throw new QuadrantError("bad-store", `${failures.length} études could not be made: ${messageOf(failure.error)}`, {
      path: failure.task.output,
      remedy: "Mend the cause and run the command again: it keeps what is done.",
      cause: failure.error,
    });
  }
  const manifest: EtudesManifest = {
    ...{ corpus: "etudes", version: VERSION, parameters, ceiling: bayesCeiling() },
    clips: pieces.map(({ plan, etude, midi }, i) => entryOf(plan, etude, midi, results[i]!)),
  };
  const groups = new Set(manifest.clips.map((clip) => clip.group)).size;
  writeUnlessSame(join(root, "DATASHEET.md"), Buffer.from(writeDatasheet(parameters, groups, manifest.ceiling)));
  writeUnlessSame(manifestPath, Buffer.from(`${JSON.stringify(manifest, null, 1)}\n`));
  return manifest;
}

function checkParameters({ clips = 320, seconds = 12, seed = 1 }: EtudesOptions) {
  const limits: [name: string, value: number, low: number, high: number, whole: boolean][] = [
    ["clips", clips, 1, 9_999, true],
    ["seconds", seconds, 4, 120, false],
    ["seed", seed, 0, 2 ** 32 - 1, true],
  ];
  for (const [name, value, low, high, whole] of limits) {
    if (value >= low && value <= high && (!whole || Number.isInteger(value))) continue;
    throw new QuadrantError("bad-argument", `${name} = ${value}, but it must lie in ${low} to ${high}`, {
      remedy: `Give ${whole ? "a whole number" : "a number"} in that range; the defaults are 320 clips of 12 s with seed 1.`,
    });
  }
  return { clips, seconds, seed };
}

/** A manifest of other parameters would describe audio that is about to be replaced. */
function forgetOtherManifest(path: string, parameters: EtudesManifest["parameters"]): void {
  if (!existsSync(path)) return;
  try {
    const found: Partial<EtudesManifest> = JSON.parse(readFileSync(path, "utf8"));
    const same = JSON.stringify(found.parameters) === JSON.stringify(parameters);
    if (same && found.version === VERSION) return;
  } catch {
    // Not JSON: certainly not ours to keep.
  }
  rmSync(path);
}

/** Leaves an untouched file its date, so that what depends on it need not be made again. */
function writeUnlessSame(path: string, content: Uint8Array): void {
  if (existsSync(path) && readFileSync(path).equals(content)) return;
  writeFileAtomic(path, content);
}

function entryOf(plan: EtudePlan, etude: Etude, midi: Uint8Array, rendered: RenderResult): EtudeEntry {
  return {
    id: plan.id,
    audio: `audio/${plan.id}.wav`,
    midi: `midi/${plan.id}.mid`,
    quadrant: plan.quadrant,
    group: plan.composer.id,
    valence: rounded(plan.point.valence),
    arousal: rounded(plan.point.arousal),
    sha256: { audio: rendered.sha256, midi: createHash("sha256").update(midi).digest("hex") },
    cues: describeCues(plan, etude),
  };
}

function describeCues({ cues, composer }: EtudePlan, { parameters, score, key, units }: Etude) {
  const valueName = (values: readonly [string, string], first: boolean): string => values[first ? 0 : 1];
  const microseconds = score.tempos.reduce((sum, tempo) => sum + tempo.microsecondsPerBeat, 0);
  return {
    ...Object.fromEntries(GRADED_CUE_NAMES.map((name) => [name, rounded(cues.graded[name])])),
    mode: valueName(MODE.values, cues.major),
    ...Object.fromEntries(ORDER_CUE_NAMES.map((name) => [name, valueName(ORDER_CUES[name].values, cues.order[name])])),
    meanBpm: rounded((120e6 * units) / microseconds),
    velocity: parameters.velocity,
    gate: rounded(parameters.gate),
    melodyPitch: rounded(parameters.melodyPitch),
    tonic: key.tonic,
    figure: composer.figure,
    programs: score.tracks.map((track) => (track.channel === 9 ? "drums" : String(track.program))).join(" "),
  };
}

function rounded(value: number): number {
  return Number(value.toFixed(4));
}
