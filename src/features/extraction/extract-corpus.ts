import type { Clip, Corpus, RejectedClip } from "../../corpora/corpus";
import { QuadrantError } from "../../errors";
import type { FeatureStore } from "../../store";
import { type ClipParameters, type ExtractionTask, entryState } from "./extract-clip";
import { type ExtractionOptions, runExtraction } from "./run-extraction";

export interface ExtractionSummary {
  /** How many clips were computed, and how many were there already. */
  readonly computed: number;
  readonly reused: number;
  /** Clips that could not be used, in the order of the corpus. */
  readonly failed: readonly RejectedClip[];
  /** Entries that were there and had to be made anew, and why. */
  readonly replaced: readonly { readonly id: string; readonly reason: string }[];
}

/**
 * Extracts the features of every clip into a store, on all cores, and skips what is there already.
 *
 * A clip that cannot be read is listed in `failed`, and the others are made. A run that is stopped or killed at any
 * moment loses at most the clips under way; the next run goes on.
 *
 * @throws QuadrantError "bad-store" when the store cannot be written, "interrupted" when the signal stopped it
 *
 * @example
 * const { computed, reused, failed } = await extractCorpus(corpus, FeatureStore.open("data/stores/etudes"));
 */
export async function extractCorpus(
  corpus: Pick<Corpus, "clips">,
  store: FeatureStore,
  options: ExtractionOptions = {},
): Promise<ExtractionSummary> {
  const { parameters = {} } = options;
  const clips = corpus.clips.filter((clip) => !isCurrent(store, clip, parametersOf(clip, parameters)));
  const tasks = clips.map(
    (clip): ExtractionTask => ({
      audio: clip.audio,
      parameters: parametersOf(clip, parameters),
      target: { store: store.root, id: clip.id },
    }),
  );
  const outcomes = await runExtraction(tasks, store.root, options);
  const failed: RejectedClip[] = [];
  const replaced: { id: string; reason: string }[] = [];
  let computed = 0;
  for (const [i, { id, audio }] of clips.entries()) {
    const outcome = outcomes[i]!;
    if (outcome.kind === "failed") failed.push({ id, path: audio, reason: outcome.reason });
    if (outcome.kind !== "computed") continue;
    computed++;
    if (outcome.replaced !== undefined) replaced.push({ id, reason: outcome.replaced });
  }
  return { computed, reused: corpus.clips.length - computed - failed.length, failed, replaced };
}

/** A segment of a file is where the corpus says. */
function parametersOf({ offset, duration }: Pick<Clip, "offset" | "duration">, parameters: ClipParameters) {
  return offset === undefined ? parameters : { ...parameters, offset, duration };
}

/** Asked here first, so that a run with nothing to do starts no threads. */
function isCurrent(store: FeatureStore, clip: { id: string; audio: string }, parameters: ClipParameters): boolean {
  try {
    return entryState(store, clip, parameters) === "current";
  } catch (error) {
    // A missing audio file: the thread that is to extract it says so.
    if (error instanceof QuadrantError) return false;
    throw error;
  }
}
