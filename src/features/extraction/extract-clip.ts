import { statSync } from "node:fs";
import { DEFAULT_SR, fileHash, loadAudio } from "../../audio";
import { QuadrantError } from "../../errors";
import { FeatureStore, type Provenance, type StoreEntry, writeNpz } from "../../store";
import { type ExtractionParameters, extractFeatures } from "./extract-features";
import { FEATURE_NAMES } from "./feature-names";

/** Raised when the same audio and parameters would give other numbers. */
export const EXTRACTOR = "quadrant features 4";

/** What a clip is analysed with. */
export interface ClipParameters extends ExtractionParameters {
  /** The rate that the audio is brought to, in Hz; 22,050 by default. */
  readonly sr?: number | undefined;
  /** Where in the file to begin, in seconds; 0 by default. */
  readonly offset?: number | undefined;
  /** How much of it to take, in seconds; all by default, at most MAX_SECONDS. */
  readonly duration?: number | undefined;
}

/**
 * The longest clip whose features are taken, in seconds: its spectrum alone is 160 MB, and every thread has one at a time.
 */
export const MAX_SECONDS = 900;

/** One clip to be extracted: into a store, where that does not hold it yet, or into a file of its own. */
export interface ExtractionTask {
  readonly audio: string;
  readonly parameters: ClipParameters;
  readonly target: { readonly store: string; readonly id: string } | { readonly file: string };
}

/** What became of it. Errors come as data, because a thrown one loses its tag between threads. */
export type ExtractionOutcome =
  | { readonly kind: "computed" /** Why an entry that was there could not be used. */; readonly replaced?: string }
  | { readonly kind: "reused" }
  | { readonly kind: "failed"; readonly reason: string }
  | { readonly kind: "store-failed"; readonly message: string; readonly path: string | undefined };

/**
 * Extracts one clip, unless the store holds its features already: the work of one thread.
 */
export default async function extractClip(task: ExtractionTask): Promise<ExtractionOutcome> {
  try {
    return await extract(task);
  } catch (error) {
    if (!(error instanceof QuadrantError)) throw error;
    if (error.tag === "bad-store") return { kind: "store-failed", message: error.message, path: error.path };
    return { kind: "failed", reason: error.message };
  }
}

/** Stores that this thread has opened: opening one lists its folder, which takes time when it holds thousands. */
const openStores = new Map<string, FeatureStore>();

function storeAt(root: string): FeatureStore {
  const store = openStores.get(root) ?? FeatureStore.open(root);
  openStores.set(root, store);
  return store;
}

async function extract({ audio, target, parameters }: ExtractionTask): Promise<ExtractionOutcome> {
  if ("file" in target) {
    writeNpz(target.file, (await analyse(audio, parameters)).features);
    return { kind: "computed" };
  }
  const store = storeAt(target.store);
  const state = entryState(store, { id: target.id, audio }, parameters);
  if (state === "current") return { kind: "reused" };
  store.write(target.id, await analyse(audio, parameters));
  return state === "missing" ? { kind: "computed" } : { kind: "computed", replaced: state.replaced };
}

async function analyse(audio: string, parameters: ClipParameters): Promise<StoreEntry> {
  const { size, mtimeMs } = fileState(audio);
  const { sr, offset, duration = Number.POSITIVE_INFINITY } = parameters;
  // A second more than is allowed tells that there is more, without reading hours.
  const excerpt = { offset, duration: Math.min(duration, MAX_SECONDS + 1) };
  const { samples, sampleRate, seconds } = await loadAudio(audio, { sr, ...excerpt });
  if (seconds > MAX_SECONDS) {
    throw new QuadrantError("bad-audio", `${audio} is longer than ${MAX_SECONDS} s`, {
      path: audio,
      remedy: "Cut it into clips, or take a part of it with --offset and --duration.",
    });
  }
  const sha256 = fileHash(audio);
  const now = fileState(audio);
  if (now.size !== size || now.mtimeMs !== mtimeMs) {
    throw new QuadrantError("bad-audio", `${audio} changed while it was read`, {
      path: audio,
      remedy: "Run it again when the file is whole.",
    });
  }
  return {
    features: extractFeatures(samples, sampleRate, parameters),
    provenance: {
      extractor: EXTRACTOR,
      parameters: provenanceParameters(parameters),
      sr: sampleRate,
      seconds,
      audio: { sha256, size, mtimeMs },
    },
  };
}

/**
 * Whether the store holds the features of this very audio, made by this very extractor with these parameters.
 *
 * A file of the same size and date is trusted; of another date, its hash decides.
 */
export function entryState(
  store: FeatureStore,
  clip: { readonly id: string; readonly audio: string },
  parameters: ClipParameters,
): "current" | "missing" | { readonly replaced: string } {
  if (!store.has(clip.id)) return "missing";
  let found: Provenance;
  try {
    found = store.provenance(clip.id);
  } catch (error) {
    if (error instanceof QuadrantError) return { replaced: error.message };
    throw error;
  }
  if (found.extractor !== EXTRACTOR) return { replaced: `it was made by ${found.extractor}` };
  if (JSON.stringify(found.parameters) !== JSON.stringify(provenanceParameters(parameters))) {
    return { replaced: "it was made with other parameters" };
  }
  const { size, mtimeMs } = fileState(clip.audio);
  const same = found.audio.size === size && found.audio.mtimeMs === mtimeMs;
  if (same || (found.audio.size === size && found.audio.sha256 === fileHash(clip.audio))) return "current";
  return { replaced: "the audio has changed" };
}

/** What is set, in a fixed order; and which features, so that a longer list makes new entries. */
function provenanceParameters({ sr = DEFAULT_SR, ...parameters }: ClipParameters): Record<string, unknown> {
  const set = Object.entries(parameters).filter(([, value]) => value !== undefined);
  const sorted = Object.fromEntries(set.sort(([a], [b]) => (a < b ? -1 : 1)));
  return { target: sr, features: [...FEATURE_NAMES], ...sorted };
}

function fileState(path: string): { size: number; mtimeMs: number } {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found !== undefined) return { size: found.size, mtimeMs: found.mtimeMs };
  throw new QuadrantError("missing-file", `there is no file ${path}`, { path, remedy: "Check that it was not moved." });
}
