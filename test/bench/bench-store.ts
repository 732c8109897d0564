import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { readBatches, STUDY_FRAMES, STUDY_ROWS } from "../../src/features";
import { Progress } from "../../src/jobs";
import { MT19937 } from "../../src/random";
import { FeatureStore } from "../../src/store";

const provenance = {
  ...{ extractor: "bench", parameters: {}, sr: 22_050, seconds: 30 },
  audio: { sha256: "", size: 0, mtimeMs: 0 },
};

/** Writes a store of the study's size, or a smaller one, and reads it in batches: how fast, and in how much memory. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { clips: { type: "string", default: "2000" }, out: { type: "string" } } });
  const clips = Number(values.clips);
  const folder = values.out ?? mkdtempSync(join(tmpdir(), "quadrant-store-"));
  try {
    const store = FeatureStore.open(folder);
    const random = new MT19937(1);
    const data = Float32Array.from({ length: STUDY_ROWS * STUDY_FRAMES }, () => random.random());
    const features = { mfcc: { data, shape: [STUDY_ROWS, STUDY_FRAMES] as const } };
    const writing = new Progress("writing clips", clips);
    const start = performance.now();
    for (let i = 0; i < clips; i++) {
      data[0] = i;
      store.write(`clip-${i}`, { features, provenance });
      writing.tick();
    }
    writing.done();
    const written = performance.now();
    const megabytes = (clips * statSync(store.path("clip-0")).size) / 1e6;
    let [read, checksum] = [0, 0];
    for await (const { data: batch, shape } of readBatches(store, store.ids(), { features: ["mfcc"], batchSize: 64 })) {
      read += shape[0];
      checksum += batch[0]!;
    }
    const seconds = [(written - start) / 1000, (performance.now() - written) / 1000];
    const [wrote, got] = seconds.map((time) => `${(megabytes / time).toFixed(0)} MB/s (${time.toFixed(1)} s)`);
    const peak = process.resourceUsage().maxRSS / 1024;
    process.stdout.write(
      `${read} clips, ${(megabytes / 1000).toFixed(2)} GB: written at ${wrote}, read in batches of 64 at ${got}; ` +
        `peak memory ${peak.toFixed(0)} MB; checksum ${checksum}\n`,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

void main();
