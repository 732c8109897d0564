import { createHash } from "node:crypto";
import { statSync } from "node:fs";
import { DEFAULT_SR, decodeAudio, readAudioFile } from "../../audio";
import { QuadrantError } from "../../errors";
import { FeatureStore, type Provenance } from "../../store";
import { type ExtractionParameters, extractFeatures } from "./extract-features";
import { FEATURE_NAMES } from "./feature-names";

/** Raised when the same audio and parameters would give other numbers. */
export const EXTRACTOR = "quadrant features 1";

/** What a clip is analysed with. */
export interface ClipParameters extends ExtractionParameters {
  /** The rate that the audio is brought to, in Hz; 22,050 by default. */
  readonly sr?: number | undefined;
}

/** One clip to be extracted into a store. */
export interface ExtractionTask {
  readonly id: string;
  readonly audio: string;
  /** Folder of the store. */
  readonly store: string;
  readonly parameters: ClipParameters;
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

async function extract({ id, audio, store: root, parameters }: ExtractionTask): Promise<ExtractionOutcome> {
  const store = FeatureStore.open(root);
  const state = entryState(store, { id, audio }, parameters);
  if (state === "current") return { kind: "reused" };
  const { size, mtimeMs } = fileState(audio);
  const bytes = readAudioFile(audio);
  const { samples, sampleRate, seconds } = await decodeAudio(bytes, audio, { sr: parameters.sr });
  store.write(id, {
    features: extractFeatures(samples, sampleRate, parameters),
    provenance: {
      extractor: EXTRACTOR,
      parameters: provenanceParameters(parameters),
      sr: sampleRate,
      seconds,
      audio: { sha256: sha256(bytes), size, mtimeMs },
    },
  });
  return state === "missing" ? { kind: "computed" } : { kind: "computed", replaced: state.replaced };
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
  if (same || (found.audio.size === size && found.audio.sha256 === sha256(readAudioFile(clip.audio)))) return "current";
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

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
