import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { encodeWav } from "../../../src/audio";
import { FileFacts } from "../../../src/corpora/clips/file-facts";

const folder = mkdtempSync(join(tmpdir(), "quadrant-facts-"));
process.env.QUADRANT_DATA = join(folder, "data");
const kept = join(folder, "data", "file-facts");
after(() => rmSync(folder, { recursive: true, force: true }));

const sha256 = (content: Uint8Array) => createHash("sha256").update(content).digest("hex");
const silence = (samples: number) => encodeWav(new Float32Array(samples), 1000);
const AN_HOUR_AGO = Date.now() / 1000 - 3600;

test("hash and length are found out once, and again when size or date change", async () => {
  const path = join(folder, "a.wav");
  writeFileSync(path, silence(2500));
  utimesSync(path, AN_HOUR_AGO, AN_HOUR_AGO);
  const first = FileFacts.open(folder);
  assert.equal(await first.sha256(path), sha256(silence(2500)));
  assert.equal(await first.seconds(path), 2.5);
  first.save();

  // Another content of the same size and date: only one who remembers gives the old answer.
  const other = encodeWav(new Float32Array(2500).fill(0.5), 1000);
  writeFileSync(path, other);
  utimesSync(path, AN_HOUR_AGO, AN_HOUR_AGO);
  assert.equal(await FileFacts.open(folder).sha256(path), sha256(silence(2500)));
  utimesSync(path, AN_HOUR_AGO + 1, AN_HOUR_AGO + 1);
  assert.equal(await FileFacts.open(folder).sha256(path), sha256(other));
});

test("what was written a moment ago is not remembered, and facts that are damaged are found out again", async () => {
  const path = join(folder, "b.wav");
  writeFileSync(path, silence(100));
  const facts = FileFacts.open(join(folder, "elsewhere"));
  assert.equal(await facts.sha256(path), sha256(silence(100)));
  facts.save();
  assert.ok(
    !existsSync(kept) || !readdirSync(kept).some((file) => readFileSync(join(kept, file), "utf8").includes(path)),
  );
  for (const file of readdirSync(kept)) writeFileSync(join(kept, file), "not json");
  assert.equal(await FileFacts.open(folder).sha256(path), sha256(silence(100)));
});
