import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { encodeWav } from "../../src/audio";
import { extractFeatures, type FeatureName } from "../../src/features";
import { FRAMES_PER_SECOND } from "../../src/prediction/frames";
import hearFile from "../../src/prediction/hear-file";
import { windowStatistics } from "../../src/prediction/window-statistics";
import { MT19937 } from "../../src/random";

const folder = mkdtempSync(join(tmpdir(), "quadrant-hearing-"));
after(() => rmSync(folder, { recursive: true }));

/** At the ends of a piece a few frames look beyond it: their share of a window of 430. */
const EDGE = 0.02;

test("a file that is longer than a piece is heard in pieces, as if it were heard at once", async () => {
  const random = new MT19937(4);
  const samples = Float32Array.from({ length: 150 * 22_050 }, (_, i) => (random.random() - 0.5) * (i / 3_307_500));
  const path = join(folder, "long.wav");
  writeFileSync(path, encodeWav(samples, 22_050));
  const features: FeatureName[] = ["rms", "spectral_centroid"];
  const heard = await hearFile({ path, features, windows: { length: 10, hop: 5 } });
  assert.ok(heard.kind === "heard");
  assert.equal(heard.seconds, 150);
  assert.deepEqual(heard.windows.at(-1), { start: 140, end: 150 });
  const whole = extractFeatures(samples, 22_050, { features });
  const { data, shape } = windowStatistics(whole, features, FRAMES_PER_SECOND, heard.windows);
  assert.deepEqual(heard.statistics.shape, shape);
  // The means: of the deviations a frame at the edge may be most.
  for (let at = 0; at < data.length; at += 2) {
    const error = Math.abs(heard.statistics.data[at]! / data[at]! - 1);
    assert.ok(error < EDGE, `window ${Math.floor(at / shape[1])}, column ${at % shape[1]}: ${error}`);
  }
});

test("a file of less than a second is refused by name", async () => {
  const path = join(folder, "short.wav");
  writeFileSync(path, encodeWav(new Float32Array(11_025).fill(0.1), 22_050));
  const heard = await hearFile({ path, features: ["rms"], windows: { length: 10, hop: 5 } });
  assert.ok(heard.kind === "failed");
  assert.match(heard.reason, /short\.wav is 0\.50 s long: at least 1 s/);
});
