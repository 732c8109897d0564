import { linkSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { messageOf, QuadrantError } from "../../src/errors";
import { FEATURE_NAMES, STUDY_FRAMES } from "../../src/features";
import { buildNetwork, loadTensorFlow, PUBLISHED_NETWORKS, StoreSource, takeItems, train } from "../../src/networks";
import { MT19937 } from "../../src/random";
import { FeatureStore } from "../../src/store";

/** Of each feature, in the study's order: 204 in all. */
const ROWS = [12, 12, 12, 128, 20, 1, 1, 1, 7, 1, 1, 6, 1, 1];
const LIMIT_GIB = 2;

/** A store of some clips of noise that is as large as a corpus: each is there under many names, as one file. */
function newStore(root: string, clips: number, files: number): { store: FeatureStore; ids: string[] } {
  const store = FeatureStore.open(root);
  const random = new MT19937(1);
  const ids = Array.from({ length: clips }, (_, i) => `clip-${String(i).padStart(5, "0")}`);
  for (const [i, id] of ids.entries()) {
    if (i >= files) {
      linkSync(store.path(ids[i % files]!), store.path(id));
      continue;
    }
    const matrices = FEATURE_NAMES.map((name, f) => {
      const data = Float32Array.from({ length: ROWS[f]! * STUDY_FRAMES }, () => random.random() * 10 ** (f % 4));
      return [name, { data, shape: [ROWS[f]!, STUDY_FRAMES] as const }] as const;
    });
    store.write(id, {
      features: Object.fromEntries(matrices.map(([name, { data, shape }]) => [name, { data, shape: [...shape] }])),
      provenance: {
        ...{ extractor: "bench", parameters: {}, sr: 22_050, seconds: 30 },
        audio: { sha256: "00", size: 0, mtimeMs: 0 },
      },
    });
  }
  return { store, ids };
}

const megabytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(0)} MiB`;

function timed<Result>(label: string, work: () => Promise<Result>): Promise<Result> {
  const [cpu, wall] = [process.cpuUsage(), performance.now()];
  return work().then((result) => {
    const { user, system } = process.cpuUsage(cpu);
    const seconds = [performance.now() - wall, (user + system) / 1000].map((ms) => `${(ms / 1000).toFixed(1)} s`);
    const peak = process.resourceUsage().maxRSS * 1024;
    console.log(`${label.padEnd(44)} ${seconds[0]}, ${seconds[1]} CPU; peak memory ${megabytes(peak)}`);
    return result;
  });
}

/**
 * Reads a store as large as the study's largest, 14,000 x 1295 x 204, as training does: opens it, scales by some clips, and
 * trains the published RNN for some batches. Fails when it takes more than two gigabytes.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      clips: { type: "string", default: "14000" },
      files: { type: "string", default: "300" },
      batches: { type: "string", default: "6" },
      network: { type: "string", default: "RNN" },
      folder: { type: "string", default: tmpdir() },
    },
  });
  const { network, training } = PUBLISHED_NETWORKS[values.network as keyof typeof PUBLISHED_NETWORKS];
  const root = mkdtempSync(join(values.folder, "quadrant-bench-"));
  try {
    const { store, ids } = newStore(root, Number(values.clips), Number(values.files));
    const bytes = 4 * ids.length * STUDY_FRAMES * 204;
    console.log(`${ids.length} clips, ${(bytes / 2 ** 30).toFixed(1)} GiB as numbers`);
    const clips = await timed("open, every entry's head", () => StoreSource.open(store, ids));
    const items = new MT19937(1).permutation(ids.length);
    const scaling = await timed("scaling by 500 clips", () => clips.fitScaling("row", items.slice(0, 500)));
    const source = clips.scaledBy(scaling);
    const { tf } = await loadTensorFlow();
    const model = buildNetwork(tf, network, { steps: STUDY_FRAMES, features: 204, classes: 4 }, 1);
    const { batchSize } = training;
    const buffer = new Float32Array(new SharedArrayBuffer(4 * batchSize * STUDY_FRAMES * 204));
    await timed(`a batch of ${batchSize}, read only`, () => source.read(items.slice(0, batchSize), buffer));
    const some = items.slice(0, Number(values.batches) * batchSize);
    const data = { train: takeItems({ source, labels: ids.map((_, i) => i % 4) }, some) };
    await timed(`${values.batches} batches trained on`, () =>
      train(model, data, { ...training, epochs: 1, progress: false }),
    );
    await clips.close();
    const peak = process.resourceUsage().maxRSS * 1024;
    if (peak > LIMIT_GIB * 2 ** 30) {
      throw new QuadrantError("unavailable", `it took ${megabytes(peak)}, more than ${LIMIT_GIB} GiB`);
    }
  } finally {
    rmSync(root, { recursive: true });
  }
}

main().catch((error: unknown) => {
  console.error(messageOf(error));
  process.exitCode = 1;
});
