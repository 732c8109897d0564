import { readBatches } from "../../../src/features";
import { FeatureStore } from "../../../src/store";

/** Reads a whole store in batches, in a process of its own, and prints by how much the process grew. */
async function main([root]: string[]): Promise<void> {
  const store = FeatureStore.open(root!);
  const before = process.resourceUsage().maxRSS;
  let clips = 0;
  for await (const { ids } of readBatches(store, store.ids(), { frames: 400, features: ["mfcc", "rms"] })) {
    clips += ids.length;
  }
  const grownMB = (process.resourceUsage().maxRSS - before) / 1024;
  process.stdout.write(JSON.stringify({ clips, grownMB }));
}

main(process.argv.slice(2));
