import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { after, before, test } from "node:test";
import { listCorpora, openCorpus, type Source, sheetOf, verifyCorpus } from "../../../src/corpora";
import { type FetchOptions, fetchCorpus } from "../../../src/corpora/fetch";
import { addressesOf } from "../../../src/corpora/fetch/mirrors";
import { tarOf, zipMember, zipOf } from "../../downloads/archives";
import { type Answer, type FaultyServer, serve, startServer, status } from "../../downloads/faulty-server";
import { makeDeam } from "../look-alikes/deam";
import { makeEmopia } from "../look-alikes/emopia";
import { makeJamendo } from "../look-alikes/jamendo";
import { composePieces, type LookAlike, type Piece } from "../look-alikes/look-alike";

const work = mkdtempSync(join(tmpdir(), "quadrant-fetch-"));
process.env.QUADRANT_DATA = join(work, "data");
const QUICK = { pauseMs: 2, attempts: 3, progress: false };
let server: FaultyServer;
let pieces: readonly Piece[];
before(async () => {
  server = await startServer();
  pieces = await composePieces(join(work, "pieces"), 16);
});
after(async () => {
  await server.close();
  rmSync(work, { recursive: true, force: true });
});

/** All files below a folder, by their paths there. */
function filesIn(folder: string): Map<string, Buffer> {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    paths.map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      return [relative(folder, path), readFileSync(path)] as const;
    }),
  );
}

/** Where the server has a file of another one. */
function placeOf(url: string): string {
  const { host, pathname } = new URL(url);
  return decodeURI(`/${host}${pathname}`);
}

function on(source: Pick<Source, "url">, ...answers: Answer[]): void {
  server.on(placeOf(source.url), ...answers);
}

/** Serves a look-alike as Jamendo is served; sizes and sums of the tables are those of the look-alike. */
async function serveJamendo(): Promise<{ sources: Source[]; made: LookAlike; tars: Map<string, Buffer> }> {
  const origin = join(work, "jamendo-origin");
  const made = makeJamendo(origin, pieces);
  const files = filesIn(origin);
  const tars = new Map<string, Buffer>();
  for (const part of new Set([...files.keys()].flatMap((path) => /^audio-low\/(\d\d)\//.exec(path)?.[1] ?? []))) {
    const tracks = [...files].filter(([path]) => path.startsWith(`audio-low/${part}/`));
    const members = tracks.map(([path, content]) => ({ name: path.slice("audio-low/".length), content }));
    tars.set(part, await tarOf([{ name: part, type: "directory" }, ...members]));
  }
  const name = (part: string) => `autotagging_moodtheme_audio-low-${part}.tar`;
  const sums = [...tars].map(([part, tar]) => `${createHash("sha256").update(tar).digest("hex")} ${name(part)}\n`);
  files.set("data/download/autotagging_moodtheme_audio-low_sha256_tars.txt", Buffer.from(sums.join("")));
  const sources = sheetOf("jamendo").sources.map((source): Source => {
    const part = /-(\d\d)\.tar$/.exec(source.url)?.[1];
    const content = part === undefined ? files.get(source.path) : tars.get(part);
    if (content !== undefined) on(source, serve(content));
    if (part !== undefined || content === undefined) return source;
    return { ...source, size: content.length, sha256: createHash("sha256").update(content).digest("hex") };
  });
  return { sources, made, tars };
}

function options(name: string, more: Partial<FetchOptions> = {}): FetchOptions & { root: string } {
  return { name, root: mkdtempSync(join(work, `${name}-`)), mirror: server.url, ...QUICK, ...more };
}

test("Jamendo comes by archive, is checked by track, and opens as what it is", async () => {
  const { sources, made, tars } = await serveJamendo();
  const fetch = options("jamendo", { sources });
  const first = await fetchCorpus(fetch);
  assert.equal(first.fetched.length, 6 + tars.size, "no archive is asked for that holds nothing that is wanted");
  const { clips } = await openCorpus({ name: "jamendo", root: fetch.root });
  assert.deepEqual(clips.map(({ id }) => id).sort(), Object.keys(made.clips).sort());
  assert.deepEqual((await verifyCorpus({ name: "jamendo", root: fetch.root })).invalid, []);
  assert.ok(
    !readdirSync(join(fetch.root, ".fetch")).some((name) => !name.endsWith(".unpacked.json")),
    "archives are removed",
  );
  const asked = server.seen.length;
  const second = await fetchCorpus(fetch);
  assert.deepEqual([second.fetched, second.kept.length, second.bytes], [[], first.fetched.length, 0]);
  assert.equal(server.seen.length, asked);
  rmSync(made.audio.path.replace(join(work, "jamendo-origin"), fetch.root));
  assert.equal((await fetchCorpus(fetch)).fetched.length, 1, "an archive is got again of which a track is gone");
});

test("of a part of the split only its tracks are written, later the others too", async () => {
  const { sources, made } = await serveJamendo();
  const fetch = options("jamendo", { sources, parts: ["test"] });
  await fetchCorpus(fetch);
  const tests = Object.entries(made.clips).flatMap(([id, { split }]) => (split === "test" ? [id] : []));
  const { clips } = await openCorpus({ name: "jamendo", root: fetch.root });
  assert.deepEqual(clips.map(({ id }) => id).sort(), tests.sort());
  await fetchCorpus({ ...fetch, parts: undefined });
  assert.equal((await openCorpus({ name: "jamendo", root: fetch.root })).clips.length, Object.keys(made.clips).length);
  const few = options("jamendo", { sources, archives: 2 });
  assert.equal((await fetchCorpus(few)).fetched.length, 6 + 2);
});

test("archives that cannot be got are named, all others are there, and the next fetch gets the rest", async () => {
  const { sources, tars } = await serveJamendo();
  const [first = "", second = ""] = tars.keys();
  const sourceOf = (part: string) => sources.find(({ url }) => url.endsWith(`-${part}.tar`))!;
  const wrong = Buffer.from(tars.get(second)!);
  wrong[700]! ^= 1;
  // The originals cannot be reached from a test, nor should they.
  const local = sources.map((source) => ({ ...source, url: `${server.url}${placeOf(source.url)}` }));
  on(sourceOf(first), status(404));
  on(sourceOf(second), serve(wrong));
  const fetch = { ...options("jamendo", { sources: local }), mirror: undefined };
  await assert.rejects(fetchCorpus(fetch), (error: Error) => {
    assert.match(error.message, /^2 of \d+ files failed, the others are there/);
    assert.match(error.message, new RegExp(`cannot get \\S+-${first}\\.tar .*404[\\s\\S]*Fetch again later`));
    assert.match(error.message, new RegExp(`cannot get \\S+-${second}\\.tar .*SHA-256`));
    return true;
  });
  assert.ok(!existsSync(join(fetch.root, "audio-low", second)));
  for (const part of [first, second]) on(sourceOf(part), serve(tars.get(part)!));
  assert.equal((await fetchCorpus(fetch)).fetched.length, 2);
});

test("a track that is not the one of the list is refused, though its archive is", async () => {
  const { sources } = await serveJamendo();
  const list = sources.find(({ path }) => path.endsWith("_tracks.txt"))!;
  const text = readFileSync(join(work, "jamendo-origin", list.path), "utf8");
  on(list, serve(Buffer.from(text.replace(/^./, (digit) => (digit === "0" ? "1" : "0")))));
  const loose = sources.map((source) => (source === list ? { ...source, sha256: "unknown" as const } : source));
  const fetch = options("jamendo", { sources: loose });
  await assert.rejects(fetchCorpus(fetch), { tag: "bad-archive", message: /does not match its SHA-256/ });
  assert.ok(!readdirSync(join(fetch.root, ".fetch")).some((name) => name.endsWith(".tar")), "it is got again");
});

/** DEAM's three archives. */
function serveDeam(slow?: readonly [number, number]): Buffer[] {
  const origin = join(work, "deam-origin");
  makeDeam(origin, pieces);
  const files = [...filesIn(origin)];
  return sheetOf("deam").sources.map((source) => {
    const parent = source.path.includes("/") ? `${source.path.split("/")[0]}/` : "";
    const inside = files.filter(([path]) => path.startsWith(source.path));
    const zip = zipOf(inside.map(([path, content]) => zipMember(path.slice(parent.length), content)));
    on(source, serve(zip, { etag: `"${zip.length}"`, ...(slow === undefined ? {} : { slow }) }));
    return zip;
  });
}

test("DEAM comes as archives that are laid out as its reader wants them", async () => {
  serveDeam();
  const fetch = options("deam");
  assert.deepEqual([...(await fetchCorpus(fetch)).fetched].sort(), [
    "DEAM_Annotations.zip",
    "DEAM_audio.zip",
    "metadata.zip",
  ]);
  const { state, missing, invalid } = await verifyCorpus({ name: "deam", root: fetch.root });
  assert.deepEqual([state, missing, invalid], ["present", [], []]);
});

test("EMOPIA is checked by what Zenodo says of it", async () => {
  const origin = join(work, "emopia-origin");
  makeEmopia(origin, pieces);
  const zip = zipOf([...filesIn(origin)].map(([path, content]) => zipMember(`EMOPIA_1.0/${path}`, content)));
  const md5 = createHash("md5").update(zip).digest("hex");
  const record = (checksum: string) =>
    serve(Buffer.from(JSON.stringify({ files: [{ key: "EMOPIA_1.0.zip", size: zip.length, checksum }] })));
  const api = { url: "https://zenodo.org/api/records/5090631" };
  const sources = sheetOf("emopia").sources;
  on(sources[0]!, serve(zip));
  on(api, record(`md5:${md5}`));
  const fetch = options("emopia");
  await fetchCorpus(fetch);
  assert.equal((await verifyCorpus({ name: "emopia", root: fetch.root })).state, "present");
  on(api, record("sha1:0"));
  await assert.rejects(fetchCorpus(options("emopia")), /does not tell the MD5 of EMOPIA_1\.0\.zip/);
});

test("two at once in one folder are told apart; the lock of a process that is no more is taken over", async () => {
  serveDeam([4000, 5]);
  const fetch = options("deam");
  const running = fetchCorpus(fetch);
  await assert.rejects(fetchCorpus(fetch), {
    tag: "unavailable",
    message: new RegExp(`process ${process.pid} is at work`),
  });
  await running;
  writeFileSync(join(fetch.root, ".fetch", "lock"), "999999999");
  assert.equal((await fetchCorpus(fetch)).kept.length, 3);
});

function cli(...args: string[]): ChildProcess {
  return spawn(process.execPath, [join("dist", "src", "cli.js"), "corpus", "fetch", ...args], { stdio: "pipe" });
}

async function endOf(child: ChildProcess): Promise<{ status: number | null; stdout: string; stderr: string }> {
  let [stdout, stderr] = ["", ""];
  child.stdout?.on("data", (text) => {
    stdout += text;
  });
  child.stderr?.on("data", (text) => {
    stderr += text;
  });
  return new Promise((resolve) => child.once("close", (status) => resolve({ status, stdout, stderr })));
}

test("the command goes on after it was killed, and says what it did", async () => {
  const [audio] = serveDeam([40_000, 10]);
  const root = join(work, "killed");
  const args = ["deam", "--root", root, "--mirror", server.url];
  const part = join(root, ".fetch", "DEAM_audio.zip.part");
  const child = cli(...args);
  const killed = endOf(child);
  const latest = Date.now() + 60_000;
  while ((statSync(part, { throwIfNoEntry: false })?.size ?? 0) < audio!.length / 8) {
    assert.ok(child.exitCode === null && Date.now() < latest, "it never came so far");
    await new Promise((done) => setTimeout(done, 2));
  }
  child.kill("SIGKILL");
  await killed;
  const had = statSync(part).size;
  assert.ok(had < audio!.length);
  const { status: code, stdout, stderr } = await endOf(cli(...args));
  assert.equal(code, 0, stderr);
  assert.match(stdout, /files fetched \([\d,]+ bytes\)[\s\S]*corpus verify deam --root/);
  assert.match(stderr, /DEAM.*For research/);
  assert.ok(server.seen.some(({ range }) => range === `bytes=${had}-`));
  assert.equal((await verifyCorpus({ name: "deam", root })).state, "present");
});

test("a corpus that is not for download is not asked for", async () => {
  for (const { name, access } of listCorpora()) {
    if (access === "open") continue;
    await assert.rejects(fetchCorpus(options(name)), { tag: "unavailable", message: /not for download/ });
  }
});

test("a mirror of one's own comes first, then the original, then other mirrors", () => {
  const url = "https://cdn.freesound.org/mtg-jamendo/autotagging_moodtheme/audio-low/a-00.tar";
  assert.deepEqual(addressesOf(url, "http://nas/m/"), [
    "http://nas/m/cdn.freesound.org/mtg-jamendo/autotagging_moodtheme/audio-low/a-00.tar",
    url,
    "https://essentia.upf.edu/documentation/datasets/mtg-jamendo/autotagging_moodtheme/audio-low/a-00.tar",
  ]);
  assert.deepEqual(addressesOf("https://zenodo.org/a.zip"), ["https://zenodo.org/a.zip"]);
});
