import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { type Checksum, download } from "../../src/downloads";
import { retryAfter } from "../../src/downloads/transfer-failure";
import { type FaultyServer, serve, stall, startServer, status } from "./faulty-server";

const work = mkdtempSync(join(tmpdir(), "quadrant-download-"));
const content = randomBytes(300_000);
const checksum = sha256(content);
const size = content.length;
/** Pauses that a test can wait for. */
const QUICK = { pauseMs: 2, attempts: 4 };
let server: FaultyServer;
let number = 0;

before(async () => {
  server = await startServer();
});
after(async () => {
  await server.close();
  rmSync(work, { recursive: true, force: true });
});

function sha256(bytes: Uint8Array): Checksum {
  return { algorithm: "sha256", value: createHash("sha256").update(bytes).digest("hex") };
}

/** A place of its own for each test. */
function place(): { target: string; path: string; mirror: string } {
  number++;
  return {
    target: join(work, String(number), "clip.mp3"),
    path: `/${number}/clip.mp3`,
    mirror: `/m${number}/clip.mp3`,
  };
}

function requestsFor(path: string) {
  return server.seen.filter((request) => request.path === path);
}

/** Nothing but the file lies there. */
function assertWhole(target: string): void {
  assert.deepEqual(readFileSync(target), content);
  assert.deepEqual(readdirSync(join(target, "..")), ["clip.mp3"]);
}

test("gets a file, and keeps it the next time", async () => {
  const { target, path } = place();
  const file = { urls: [server.on(path, serve(content))], target, size, checksum };
  let bytes = 0;
  assert.equal(await download(file, { ...QUICK, onBytes: (more) => (bytes += more) }), "fetched");
  assert.equal(bytes, size);
  assertWhole(target);
  assert.equal(await download(file, QUICK), "kept");
  assert.equal(requestsFor(path).length, 1);
  writeFileSync(target, content.subarray(1));
  assert.equal(await download(file, QUICK), "fetched", "a file that is another one is got again");
  assertWhole(target);
});

test("goes on where cut connections stopped, as long as each brings something new", async () => {
  const { target, path } = place();
  const url = server.on(path, serve(content, { cutAfter: 40_000, slow: [8000, 4], etag: '"1"' }));
  await download({ urls: [url], target, size, checksum }, QUICK);
  assertWhole(target);
  const ranges = requestsFor(path).map(({ range }) => Number(/\d+/.exec(range ?? "0")?.[0]));
  assert.ok(
    ranges.length >= 8 && ranges.length < 40 && ranges.every((start, i) => i === 0 || start >= ranges[i - 1]!),
    ranges.join(),
  );
});

test("goes on without a checksum only where the server vouches for the version", async () => {
  const { target, path } = place();
  const other = randomBytes(size);
  const url = server.on(
    path,
    serve(other, { cutAfter: 90_000, slow: [9000, 4], etag: '"old"' }),
    serve(content, { etag: '"new"' }),
  );
  await download({ urls: [url], target }, QUICK);
  assertWhole(target);
  assert.equal(requestsFor(path)[1]?.ifRange, '"old"');
  const bare = place();
  await download(
    {
      urls: [server.on(bare.path, serve(other, { cutAfter: 90_000, slow: [9000, 4] }), serve(content))],
      target: bare.target,
    },
    QUICK,
  );
  assertWhole(bare.target);
  assert.equal(requestsFor(bare.path)[1]?.range, undefined);
});

test("begins anew where the server ignores ranges", async () => {
  const { target, path } = place();
  const url = server.on(
    path,
    serve(content, { cutAfter: 90_000, slow: [9000, 4], ignoresRanges: true }),
    serve(content, { ignoresRanges: true }),
  );
  await download({ urls: [url], target, size, checksum }, QUICK);
  assertWhole(target);
  assert.match(requestsFor(path)[1]?.range ?? "", /^bytes=\d+-$/);
});

test("a range that is another one than was asked for, or none at all, spoils nothing", async () => {
  const { target, path } = place();
  const url = server.on(
    path,
    serve(content, { cutAfter: 50_000, slow: [5000, 4] }),
    (_, response) => void response.writeHead(206, { "content-range": `bytes 7-9/${size}` }).end("abc"),
    serve(content, { cutAfter: 50_000, slow: [5000, 4] }),
    status(416),
    serve(content),
  );
  await download({ urls: [url], target, size, checksum }, { ...QUICK, attempts: 5 });
  assertWhole(target);
});

test("without a checksum a range that is another one is not put behind what came", async () => {
  const { target, path } = place();
  const other = ({ headers }: IncomingMessage, response: ServerResponse) => {
    const rest = size - Number(/\d+/.exec(headers.range ?? "0")?.[0]);
    const range = { "content-range": `bytes 0-${rest - 1}/${size}`, "content-length": rest };
    response.writeHead(206, range).end(content.subarray(0, rest));
  };
  const url = server.on(
    path,
    serve(content, { cutAfter: 50_000, slow: [5000, 4], etag: '"1"' }),
    other,
    serve(content, { etag: '"1"' }),
  );
  await download({ urls: [url], target }, QUICK);
  assertWhole(target);
  assert.equal(requestsFor(path).length, 3);
});

test("a part that is whole already is only given its name", async () => {
  const { target, path } = place();
  const url = server.on(path, serve(content, { cutAfter: 10 }), status(404));
  await assert.rejects(download({ urls: [url], target, size, checksum }, QUICK));
  writeFileSync(`${target}.part`, content);
  await download({ urls: [url], target, size, checksum }, QUICK);
  assertWhole(target);
  assert.equal(requestsFor(path).length, 2);
});

test("a wrong byte is never kept: once again, then the next mirror", async () => {
  const { target, path, mirror } = place();
  const wrong = Buffer.from(content);
  wrong[1234]! ^= 1;
  const urls = [server.on(path, serve(wrong)), server.on(mirror, serve(content))];
  await download({ urls, target, size, checksum }, QUICK);
  assertWhole(target);
  assert.equal(requestsFor(path).length, 2);
  const bad = place();
  const url = server.on(bad.path, serve(wrong));
  await assert.rejects(download({ urls: [url], target: bad.target, size, checksum }, QUICK), (error: Error) => {
    assert.match(error.message, /cannot get clip\.mp3/);
    assert.match(error.message, /its SHA-256 is [0-9a-f]{12}\.\.\., not [0-9a-f]{12}/);
    assert.ok(error.message.includes(url) && error.message.includes(bad.target));
    return true;
  });
  assert.deepEqual(readdirSync(join(bad.target, "..")), []);
});

test("MD5 counts where it is what the publisher gives", async () => {
  const { target, path } = place();
  const md5: Checksum = { algorithm: "md5", value: createHash("md5").update(content).digest("hex") };
  const urls = [server.on(path, serve(content))];
  await download({ urls, target, checksum: md5 }, QUICK);
  assertWhole(target);
  await assert.rejects(download({ urls, target, checksum: { ...md5, value: "0".repeat(32) } }, QUICK), /its MD5 is/);
});

test("a size that is another one is told before anything is got", async () => {
  const { target, path } = place();
  const url = server.on(path, serve(content.subarray(0, 1000)));
  await assert.rejects(download({ urls: [url], target, size }, QUICK), /has 1,000 bytes, not 300,000/);
  const chunked = place();
  const long = server.on(chunked.path, serve(Buffer.concat([content, content]), { chunked: true }));
  await assert.rejects(
    download({ urls: [long], target: chunked.target, size }, QUICK),
    /more bytes came than the 300,000/,
  );
  assert.ok(!existsSync(target) && !existsSync(chunked.target));
});

test("404 goes to the next mirror at once, and all are named where none has it", async () => {
  const { target, path, mirror } = place();
  const urls = [server.on(path, status(404)), server.on(mirror, serve(content))];
  await download({ urls, target, size, checksum }, QUICK);
  assertWhole(target);
  assert.equal(requestsFor(path).length, 1);
  const none = place();
  const gone = [server.on(none.path, status(404)), server.on(none.mirror, status(403))];
  await assert.rejects(download({ urls: gone, target: none.target }, QUICK), {
    tag: "unavailable",
    path: none.target,
    message: new RegExp(`cannot get clip.mp3 \\(${gone[0]}: the server answered 404.*${gone[1]}: .*403`),
    remedy: /Fetch again later[\s\S]*lay it at/,
  });
});

test("429 and 503 are waited for as long as they ask, with growing pauses where they do not", async () => {
  const { target, path } = place();
  const url = server.on(path, status(429, { "retry-after": "1" }), status(503), status(500), serve(content));
  const began = performance.now();
  await download({ urls: [url], target, size, checksum }, { pauseMs: 40 });
  const took = performance.now() - began;
  assert.ok(took >= 1000 + 80 + 160, `${took} ms`);
  assertWhole(target);
  const busy = place();
  const never = server.on(busy.path, status(503));
  await assert.rejects(download({ urls: [never], target: busy.target }, QUICK), /503.*after 4 attempts/);
  assert.equal(requestsFor(busy.path).length, 4);
  const hours = place();
  const late = server.on(hours.path, status(429, { "retry-after": "7200" }));
  await assert.rejects(download({ urls: [late], target: hours.target }, QUICK), /429.*asks to wait for 7200 s/);
  assert.equal(requestsFor(hours.path).length, 1);
});

test("Retry-After is read as seconds and as a date", () => {
  assert.equal(retryAfter("120"), 120_000);
  assert.equal(retryAfter("Wed, 21 Oct 2015 07:28:00 GMT", Date.UTC(2015, 9, 21, 7, 27, 0)), 60_000);
  assert.equal(retryAfter("Wed, 21 Oct 2015 07:28:00 GMT", Date.UTC(2016, 0, 1)), 0);
  assert.equal(retryAfter("soon"), undefined);
  assert.equal(retryAfter(null), undefined);
});

test("a slow server is waited for, a silent one is not", async () => {
  const { target, path } = place();
  const url = server.on(path, serve(content, { slow: [30_000, 30] }));
  await download({ urls: [url], target, size, checksum }, { ...QUICK, stallMs: 1000 });
  assertWhole(target);
  assert.equal(requestsFor(path).length, 1);
  const silent = place();
  const stalls = server.on(silent.path, stall(content, 1000), serve(content));
  await download({ urls: [stalls], target: silent.target, size, checksum }, { ...QUICK, stallMs: 150 });
  assertWhole(silent.target);
  const dead = place();
  const nothing = server.on(dead.path, stall(content, 0));
  await assert.rejects(
    download({ urls: [nothing], target: dead.target }, { ...QUICK, attempts: 2, stallMs: 60 }),
    /nothing came for 0\.06 s, after 2 attempts/,
  );
});

test("no server at all is told with what the network said", async () => {
  const { target } = place();
  const gone = await startServer();
  await gone.close();
  await assert.rejects(download({ urls: [gone.url], target }, { ...QUICK, attempts: 2 }), {
    tag: "unavailable",
    message: /the connection failed: .*after 2 attempts/,
  });
});

test("an interruption stops at once, keeps what came, and the next one goes on", async () => {
  const { target, path } = place();
  const url = server.on(path, serve(content, { slow: [20_000, 20], etag: '"1"' }), serve(content, { etag: '"1"' }));
  const stop = new AbortController();
  let came = 0;
  const onBytes = (bytes: number) => {
    came += bytes;
    if (came > 60_000) stop.abort(new Error("enough"));
  };
  await assert.rejects(download({ urls: [url], target }, { ...QUICK, signal: stop.signal, onBytes }), /enough/);
  const kept = statSync(`${target}.part`).size;
  assert.ok(kept > 0 && kept < size);
  await download({ urls: [url], target }, QUICK);
  assert.equal(requestsFor(path)[1]?.range, `bytes=${kept}-`);
  assertWhole(target);
});

test("a run that was killed is gone on from", async () => {
  const { target, path } = place();
  const url = server.on(path, serve(content, { slow: [10_000, 30], etag: '"1"' }), serve(content, { etag: '"1"' }));
  const module = resolve("dist", "src", "downloads", "index.js");
  const script = `require(${JSON.stringify(module)}).download(${JSON.stringify({ urls: [url], target })})`;
  const child = spawn(process.execPath, ["-e", script], { stdio: "inherit" });
  const ended = new Promise((done) => child.once("exit", (_, signal) => done(signal)));
  const latest = Date.now() + 30_000;
  while ((statSync(`${target}.part`, { throwIfNoEntry: false })?.size ?? 0) < 50_000) {
    assert.ok(child.exitCode === null && Date.now() < latest, "it never came so far");
    await new Promise((done) => setTimeout(done, 5));
  }
  child.kill("SIGKILL");
  assert.equal(await ended, "SIGKILL");
  assert.ok(!existsSync(target));
  const kept = statSync(`${target}.part`).size;
  await download({ urls: [url], target }, QUICK);
  assert.equal(requestsFor(path)[1]?.range, `bytes=${kept}-`);
  assertWhole(target);
});
