import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { decodeAudio, MAX_SAMPLES } from "../../src/audio";
import { QuadrantError } from "../../src/errors";
import { mutate } from "./mutations";

/** Spoilt copies of each file; QUADRANT_FUZZ asks for more. */
const MUTATIONS = Number(process.env.QUADRANT_FUZZ ?? 40);

/** A spoilt file of some KB may take so long, in ms, on a busy machine. */
const PATIENCE = 5000;

/** All of this process, in bytes: headers that lie must not make it reserve what they promise. */
const MEMORY = 500e6;

const files = join("test", "golden", "audio");

for (const name of readdirSync(files)) {
  test(`spoilt copies of ${name} give sound samples or a named error`, async () => {
    const whole = readFileSync(join(files, name));
    const expected = await decodeAudio(whole, name, { sr: null });
    for (let seed = 0; seed < MUTATIONS; seed++) {
      const started = performance.now();
      await survives(mutate(whole, seed), `${name}, spoilt by ${seed}`);
      const took = performance.now() - started;
      assert.ok(took < PATIENCE, `${name}, spoilt by ${seed}, took ${took.toFixed(0)} ms`);
    }
    // The decoders have not been spoilt by the files.
    assert.deepEqual((await decodeAudio(whole, name, { sr: null })).samples, expected.samples);
    const { rss } = process.memoryUsage();
    assert.ok(rss < MEMORY, `${(rss / 1e6).toFixed(0)} MB are in use`);
  });
}

async function survives(bytes: Uint8Array, path: string): Promise<void> {
  try {
    const { samples, sampleRate } = await decodeAudio(bytes, path, { sr: null });
    assert.ok(samples.length > 0 && samples.length <= MAX_SAMPLES && sampleRate > 0, path);
    assert.ok(samples.every(Number.isFinite), `${path}: all samples must be finite`);
  } catch (error) {
    if (!(error instanceof QuadrantError)) throw error;
    assert.equal(error.tag, "bad-audio", `${path}: ${error.message}`);
    assert.ok(error.message.includes(path) && error.remedy !== undefined, error.message);
  }
}
