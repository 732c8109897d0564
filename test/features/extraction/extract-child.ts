import { openCorpus } from "../../../src/corpora";
import { extractCorpus } from "../../../src/features";
import { FeatureStore } from "../../../src/store";

/** A run in a process of its own: corpus folder, store, workers. Prints the summary. */
async function main([corpus, store, workers]: string[]): Promise<void> {
  const opened = await openCorpus({ name: "folder", root: corpus! });
  const summary = await extractCorpus(opened, FeatureStore.open(store!), {
    workers: Number(workers),
    progress: false,
  });
  process.stdout.write(JSON.stringify(summary));
}

main(process.argv.slice(2));
