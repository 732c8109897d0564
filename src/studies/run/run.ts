import { join } from "node:path";
import { type Corpus, openCorpus } from "../../corpora";
import { QuadrantError } from "../../errors";
import { type ExtractionSummary, extractCorpus } from "../../features";
import { dataFolder } from "../../project";
import { FeatureStore } from "../../store";
import { type Dataset, loadDataset } from "./dataset";
import { currentRun, type RunSettings } from "./run-settings";

/** A corpus with its features: what every study works on. */
export interface Run {
  readonly settings: RunSettings;
  /** The clips whose features are there; what could not be used stands in `rejected`. */
  readonly corpus: Corpus;
  readonly store: FeatureStore;
  readonly extraction: ExtractionSummary;
  /** Reads the features of all clips, once. */
  readonly dataset: () => Promise<Dataset>;
  /** Frames of the longest clip; read once. */
  readonly longestClip: () => Promise<number>;
}

/**
 * Opens the corpus of this run, composing it where it is the études, and extracts what features are missing.
 *
 * @param options.verify checks every file of études that are there already
 * @throws QuadrantError "bad-corpus" when no clip can be used
 */
export async function openRun(
  settings: RunSettings = currentRun(),
  { verify = false }: { verify?: boolean } = {},
): Promise<Run> {
  const { root, clips, seconds, seed, labels, segments, scale } = settings;
  const how = { labels, segments, scale };
  const found = await openCorpus({ name: settings.corpus, root, clips, seconds, seed, verify, ...how });
  const store = FeatureStore.open(join(dataFolder(), "stores", `${found.sheet.name}-${found.hash.slice(0, 12)}`));
  const extraction = await extractCorpus(found, store);
  const failed = new Set(extraction.failed.map(({ id }) => id));
  const corpus: Corpus = {
    ...found,
    clips: found.clips.filter(({ id }) => !failed.has(id)),
    rejected: [...found.rejected, ...extraction.failed],
  };
  if (corpus.clips.length === 0) {
    throw new QuadrantError("bad-corpus", `no clip of ${found.root} can be used: ${corpus.rejected[0]?.reason}`, {
      path: found.root,
      remedy: "Check that the files are audio files that quadrant reads.",
    });
  }
  let dataset: Promise<Dataset> | undefined;
  let longest: Promise<number> | undefined;
  return {
    settings,
    corpus,
    store,
    extraction,
    dataset: () => {
      dataset ??= loadDataset(corpus, store);
      return dataset;
    },
    longestClip: () => {
      longest ??= mostFrames(corpus, store);
      return longest;
    },
  };
}

async function mostFrames({ clips }: Corpus, store: FeatureStore): Promise<number> {
  let most = 0;
  for (const { id } of clips) most = Math.max(most, (await store.read(id, ["rms"])).rms!.shape[1]);
  return most;
}
