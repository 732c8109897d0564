import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { type Corpus, loadClip, openCorpus, presenceOfAll, verifyCorpus } from "../../src/corpora";
import { READERS } from "../../src/corpora/catalogue";
import { openRun, parseRunSettings } from "../../src/studies";
import { makeDeam } from "./look-alikes/deam";
import { makeEmomusic } from "./look-alikes/emomusic";
import { makeEmopia } from "./look-alikes/emopia";
import { makeEmotify } from "./look-alikes/emotify";
import { makeFourQuadrants } from "./look-alikes/four-quadrants";
import { makeJamendo } from "./look-alikes/jamendo";
import { composePieces, type LookAlike, type Piece } from "./look-alikes/look-alike";
import { makeCsv, makeFolder } from "./look-alikes/own";
import { makePmemo } from "./look-alikes/pmemo";

const GENERATORS: Readonly<Record<string, (root: string, pieces: readonly Piece[]) => LookAlike>> = {
  "4q": makeFourQuadrants,
  jamendo: makeJamendo,
  pmemo: makePmemo,
  deam: makeDeam,
  emomusic: makeEmomusic,
  emopia: makeEmopia,
  emotify: makeEmotify,
  folder: makeFolder,
  csv: makeCsv,
};

const work = mkdtempSync(join(tmpdir(), "quadrant-contract-"));
process.env.QUADRANT_DATA = join(work, "data");
let pieces: readonly Piece[] = [];
before(async () => {
  pieces = await composePieces(join(work, "pieces"), 16);
});
after(() => rmSync(work, { recursive: true, force: true }));

test("every corpus has a generator, and every generator a corpus", () => {
  const names = READERS.map(({ sheet }) => sheet.name).filter((name) => name !== "etudes");
  assert.deepEqual(Object.keys(GENERATORS).sort(), names.sort());
});

for (const { sheet } of READERS) {
  test(`${sheet.name}: the data sheet says all that one must know`, () => {
    const { name, access, citation, homepage, sources, splits, published } = sheet;
    assert.match(name, /^[a-z0-9]+$/);
    for (const text of [sheet.title, sheet.licence, sheet.terms, sheet.groupMeaning, sheet.labelMeaning]) {
      assert.ok(text.length > 3, text);
    }
    assert.ok(sheet.traps.length > 0 && sheet.traps.every((trap) => /[.:]$/.test(trap)), "traps are sentences");
    assert.ok(sheet.layout.length > 0);
    if (access === "own" || access === "made") return;
    assert.match(
      citation,
      /^@(article|inproceedings)\{\w+,\n[\s\S]*author = [\s\S]*title = |^@[\s\S]*year = \{\d{4}\}/,
    );
    assert.equal(citation.split("{").length, citation.split("}").length, "braces match");
    assert.match(homepage, /^https?:\/\//);
    assert.ok(published! > 0);
    assert.ok(sources.length > 0);
    for (const { url, size, sha256, path } of sources) {
      assert.match(url, /^https?:\/\//);
      assert.ok(size === "unknown" || (Number.isInteger(size) && size > 0));
      assert.ok(typeof sha256 === "object" || sha256 === "unknown" || /^[0-9a-f]{64}$/.test(sha256), path);
      assert.ok(!path.startsWith("/") && !path.includes(".."), path);
    }
    for (const { parts } of splits) {
      const sizes = Object.values(parts);
      assert.ok(sizes.length === 0 || sizes.reduce((sum, size) => sum + size, 0) <= published!);
    }
  });
}

function describe({ clips }: Corpus): Record<string, unknown> {
  return Object.fromEntries(
    clips.map(({ id, quadrant, group, split }) => [id, { quadrant, group, ...(split === undefined ? {} : { split }) }]),
  );
}

for (const [name, generate] of Object.entries(GENERATORS)) {
  const root = join(work, name);

  test(`${name}: a folder in the corpus' own layout comes out as what it is, and the same again`, async () => {
    const { clips, rejected } = generate(root, pieces);
    const corpus = await openCorpus({ name, root });
    assert.deepEqual(describe(corpus), clips);
    assert.deepEqual(corpus.rejected.map(({ id }) => id).sort(), [...rejected].sort());
    assert.match(corpus.hash, /^[0-9a-f]{64}$/);
    for (const { id, valence = 0, arousal = 0, valenceStd = 0, agreement = 0 } of corpus.clips) {
      assert.match(id, /^[A-Za-z0-9_-][A-Za-z0-9._-]*$/);
      assert.ok(
        Math.abs(valence) <= 1 && Math.abs(arousal) <= 1 && valenceStd >= 0 && agreement >= 0 && agreement <= 1,
      );
    }
    const { samples } = await loadClip(corpus.clips[0]!);
    assert.ok(samples.some((sample) => Math.abs(sample) > 0.01));
    assert.deepEqual(await openCorpus({ name, root }), corpus);
    const subset = await openCorpus({ name, root, clips: 8 });
    assert.equal(subset.clips.length, 8);
    assert.notEqual(subset.hash, corpus.hash);
  });

  test(`${name}: a run of the main job gets features and labels of it`, async () => {
    generate(root, pieces);
    const run = await openRun(parseRunSettings({ corpus: name, root, clips: 4 }));
    const { items, labels, summary } = await run.dataset();
    assert.deepEqual([run.extraction.failed, items, summary.shape[0]], [[], 4, 4]);
    assert.deepEqual([...labels].sort(), [0, 1, 2, 3], "the quadrants stand equally often");
    assert.ok(summary.data.every(Number.isFinite));
  });

  test(`${name}: verification finds all in order`, async () => {
    const { rejected } = generate(root, pieces);
    const { state, missing, invalid, unusable, problem } = await verifyCorpus({ name, root });
    assert.deepEqual([state, missing, invalid, problem], ["present", [], [], undefined]);
    assert.deepEqual(unusable.map(({ id }) => id).sort(), [...rejected].sort());
    assert.equal(presenceOfAll(() => root).find(({ sheet }) => sheet.name === name)?.state, "present");
  });

  test(`${name}: a missing file and one that is no music are told apart`, async () => {
    const { audio, clips } = generate(root, pieces);
    writeFileSync(audio.path, "<html>404 Not Found</html>");
    const broken = await verifyCorpus({ name, root });
    assert.deepEqual([broken.state, broken.missing], ["partial", []]);
    assert.deepEqual(
      broken.invalid.map(({ id, path }) => ({ id, path })),
      [audio],
    );
    assert.ok(broken.invalid[0]!.reason.length > 5);
    rmSync(audio.path);
    // A folder lists what lies in it: it cannot know what else there was.
    if (name === "folder") return;
    const { state, missing, invalid } = await verifyCorpus({ name, root });
    assert.deepEqual([state, invalid], ["partial", []]);
    assert.deepEqual(
      missing.map(({ id, path }) => ({ id, path })),
      [audio],
    );
    const corpus = await openCorpus({ name, root });
    assert.equal(corpus.clips.length, Object.keys(clips).length - 1);
    const reason = corpus.rejected.find(({ id, path }) => id === audio.id && path === audio.path)?.reason;
    assert.match(reason ?? "", /is missing/);
    generate(root, pieces);
  });

  test(`${name}: a table without its column, no table and no folder are named, with how to get the corpus`, async () => {
    const gone = join(work, "nowhere", name);
    await assert.rejects(openCorpus({ name, root: gone }), {
      tag: "bad-corpus",
      message: new RegExp(`${gone}.*does not exist[\\s\\S]*corpus fetch ${name}`),
    });
    assert.equal((await verifyCorpus({ name, root: gone })).state, "absent");
    const { table } = generate(root, pieces);
    if (table === undefined) return;
    const text = readFileSync(table.path, "utf8");
    writeFileSync(table.path, text.replace(table.column, "Other"));
    await assert.rejects(openCorpus({ name, root }), (error: Error) => {
      assert.ok(error.message.includes(table.path) && error.message.includes(table.column), error.message);
      return true;
    });
    rmSync(table.path);
    const { state, problem } = await verifyCorpus({ name, root });
    assert.equal(state, "absent");
    assert.match(problem ?? "", new RegExp(`corpus fetch ${name}`));
  });
}
