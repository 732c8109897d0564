import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { unpack } from "../../src/downloads";
import { ArchiveGuard } from "../../src/downloads/archives/archive-guard";
import { Staging } from "../../src/downloads/archives/staging";
import { unpackTar } from "../../src/downloads/archives/unpack-tar";
import { bomb, type Packed, tarOf, zipMember, zipOf } from "./archives";

const work = mkdtempSync(join(tmpdir(), "quadrant-unpack-"));
after(() => rmSync(work, { recursive: true, force: true }));
let number = 0;

/** Writes an archive into a folder of its own. */
function put(ending: "tar" | "zip", content: Uint8Array): { path: string; home: string; root: string } {
  const home = join(work, String(++number));
  mkdirSync(join(home, "inbox"), { recursive: true });
  const path = join(home, "inbox", `music.${ending}`);
  writeFileSync(path, content);
  return { path, home, root: join(home, "root") };
}

function everything(folder: string): string[] {
  return readdirSync(folder, { recursive: true }).map(String).sort();
}

/** Refused with a message that names archive and member, and no file anywhere but the archive. */
async function assertRefused(ending: "tar" | "zip", content: Uint8Array, why: RegExp): Promise<void> {
  const { path, home, root } = put(ending, content);
  await assert.rejects(unpack(path, root), (error: Error & { tag?: string; remedy?: string }) => {
    assert.equal(error.tag, "bad-archive", error.message);
    assert.ok(error.message.includes(path) && (error.remedy ?? "").length > 20);
    assert.match(error.message, why);
    return true;
  });
  const left = everything(home).filter((name) => name !== "root");
  assert.deepEqual(left, ["inbox", `inbox/music.${ending}`]);
  if (existsSync(root)) assert.deepEqual(everything(root), []);
}

const GOOD: Packed = { name: "00/1.low.mp3", content: "music" };

test("unpacks what a corpus is packed as, and says what it wrote", async () => {
  const members = [{ name: "00", type: "directory" as const }, GOOD, { name: "00/.DS_Store", content: "x" }];
  const tar = put("tar", await tarOf(members));
  assert.deepEqual([...(await unpack(tar.path, tar.root))], [["00/1.low.mp3", 5]]);
  assert.deepEqual(everything(tar.root), ["00", "00/1.low.mp3"]);
  const zip = put(
    "zip",
    zipOf([zipMember("a/", "", 0o040755), zipMember("a/b c.csv", "1,2\n".repeat(999)), zipMember("__MACOSX/a", "x")]),
  );
  assert.deepEqual([...(await unpack(zip.path, zip.root))], [["a/b c.csv", 3996]]);
  assert.equal(readFileSync(join(zip.root, "a", "b c.csv"), "utf8"), "1,2\n".repeat(999));
  assert.deepEqual(everything(join(zip.home, "inbox")), ["music.zip"]);
});

test("takes only what is wanted, and checks what has a checksum", async () => {
  const { path, root } = put("tar", await tarOf([GOOD, { name: "00/2.low.mp3", content: "other" }]));
  const sha256 = createHash("sha256").update("music").digest("hex");
  const take = (name: string) => name.endsWith("1.low.mp3");
  assert.deepEqual(
    [...(await unpack(path, root, { take, checksums: new Map([[GOOD.name, sha256]]) }))],
    [[GOOD.name, 5]],
  );
  const wrong = unpack(path, join(root, "wrong"), { checksums: new Map([["00/2.low.mp3", sha256]]) });
  await assert.rejects(wrong, /00\/2\.low\.mp3.*does not match its SHA-256/);
  assert.deepEqual(everything(root), ["00", "00/1.low.mp3"], "what lay there stays");
});

const PATHS: readonly [name: string, why: RegExp][] = [
  ["../evil.mp3", /lies outside|invalid relative path/],
  ["00/../../evil.mp3", /lies outside|invalid relative path/],
  ["/tmp/evil.mp3", /path is absolute|absolute path/],
  ["C:/evil.mp3", /path is absolute|absolute path/],
  ["..\\evil.mp3", /backslash|invalid characters/],
  ["00/e\x07vil.mp3", /control characters/],
];
for (const [name, why] of PATHS) {
  test(`refuses the path ${JSON.stringify(name)}`, async () => {
    await assertRefused("tar", await tarOf([GOOD, { name, content: "evil" }]), why);
    await assertRefused("zip", zipOf([zipMember("a.mp3", "music"), zipMember(name, "evil")]), why);
  });
}

test("refuses links and devices", async () => {
  const kinds = [
    { type: "symlink", linkname: "../.." },
    { type: "link", linkname: "/etc/passwd" },
    { type: "character-device" },
    { type: "block-device" },
    { type: "fifo" },
  ] as const;
  for (const kind of kinds) {
    await assertRefused("tar", await tarOf([GOOD, { name: "00/x", ...kind }]), /"00\/x", a (link|device)/);
  }
  await assertRefused("zip", zipOf([zipMember("a", "m"), zipMember("x", "/etc", 0o120777)]), /"x", a link/);
  await assertRefused("zip", zipOf([zipMember("a", "m"), zipMember("x", "", 0o020666)]), /"x", a device/);
});

test("refuses a link that lies in the folder already", async () => {
  const { path, home, root } = put("tar", await tarOf([GOOD]));
  mkdirSync(root);
  mkdirSync(join(home, "elsewhere"));
  symlinkSync(join(home, "elsewhere"), join(root, "00"));
  await assert.rejects(unpack(path, root), { tag: "bad-store", message: /root\/00 is a link/ });
  assert.deepEqual(everything(join(home, "elsewhere")), []);
});

test("refuses a member that stands twice, also in other capitals", async () => {
  await assertRefused("tar", await tarOf([GOOD, { ...GOOD, name: "00/1.LOW.mp3" }]), /twice/);
  await assertRefused("zip", zipOf([zipMember("a", "1"), zipMember("a", "2")]), /"a" twice/);
});

test("refuses a bomb of 10 GB that tells its size before anything is unpacked", async () => {
  const packed = bomb(10_240);
  assert.ok(packed.length < 12e6, `${packed.length} bytes`);
  await assertRefused(
    "zip",
    zipOf([{ name: "a", packed, size: 10_240 * 2 ** 20, crc: 0 }]),
    /more than [\d,]+ bytes.*a bomb/,
  );
});

test("refuses a bomb of 10 GB that lies about its size as soon as more comes", async () => {
  const began = process.cpuUsage();
  await assertRefused("zip", zipOf([{ name: "a", packed: bomb(10_240), size: 5000, crc: 0 }]), /too many bytes|a bomb/);
  const { user, system } = process.cpuUsage(began);
  assert.ok(user + system < 5e6, "it was not unpacked");
});

test("refuses a tar of 10 GB that never lies on a disk, whether it is one member or many", async () => {
  async function* endless(members: number, size: number) {
    for (let i = 0; i < members; i++) {
      const whole = await tarOf([{ name: `00/${i}.mp3`, content: "" }]);
      const header = whole.subarray(0, 512);
      header.write(`${size.toString(8).padStart(11, "0")} `, 124, "latin1");
      header.write("        ", 148, "latin1");
      const sum = header.reduce((total, byte) => total + byte, 0);
      header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
      yield header;
      const zeros = Buffer.alloc(2 ** 16);
      for (let at = 0; at < size; at += zeros.length) yield zeros;
    }
  }
  for (const [members, size] of [
    [1, 8 * 2 ** 30 - 2 ** 16],
    [10_240, 2 ** 20],
  ] as const) {
    const folder = join(work, `endless-${members}`);
    const guard = new ArchiveGuard("endless.tar", 2 ** 30, { maxBytes: 20 * 2 ** 20 });
    const staging = new Staging(folder, guard);
    await assert.rejects(unpackTar(endless(members, size), guard, staging, { take: () => true }), /a bomb/);
    staging.discard();
    assert.ok(!existsSync(folder));
  }
});

test("adds up what headers say and what comes, each for itself", () => {
  const limits = { maxBytes: 2 ** 20 };
  const told = new ArchiveGuard("told.tar", 2 ** 20, limits);
  assert.ok(told.admits({ name: "a", kind: "file", size: 2 ** 19 }));
  assert.throws(() => told.admits({ name: "b", kind: "file", size: 2 ** 19 + 1 }), /a bomb/);
  const lying = new ArchiveGuard("lying.tar", 2 ** 20, limits);
  lying.count(2 ** 20, "a");
  assert.throws(() => lying.count(1, "a"), /more than 1,048,576 bytes \(at "a"\)/);
});

test("refuses too many members", () => {
  const guard = new ArchiveGuard("many.tar", 1000, { maxMembers: 3 });
  const admit = (i: number) => guard.admits({ name: `00/${i}`, kind: "file", size: 1 });
  for (const i of [1, 2, 3]) assert.ok(admit(i));
  assert.throws(() => admit(4), /more than 3 members/);
});

test("says of a cut or altered archive that it is, and leaves nothing", async () => {
  const tar = await tarOf([GOOD, { name: "00/2.mp3", content: Buffer.alloc(5000) }]);
  await assertRefused("tar", tar.subarray(0, 2500), /cannot be unpacked/);
  await assertRefused("tar", Buffer.from("<html>404 Not Found</html>".repeat(100)), /cannot be unpacked/);
  const zip = zipOf([zipMember("a", "music ".repeat(50)), { ...zipMember("b", "music"), crc: 1 }]);
  await assertRefused("zip", zip, /"b", which was cut or altered/);
  await assertRefused("zip", zip.subarray(0, zip.length - 30), /cannot be unpacked/);
  await assertRefused("zip", Buffer.from("<html>404</html>"), /cannot be unpacked/);
});
