import { execFile } from "node:child_process";
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { homedir, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import type { Browser } from "playwright-core";
import { messageOf, QuadrantError } from "../errors";

const run = promisify(execFile);

const REMEDY =
  "Install Chrome, Edge or Chromium, or set QUADRANT_CHROMIUM to the path of one. Everything but the static pictures works without.";

/** How to start a Chromium: its file, and what it needs in its environment. */
interface Executable {
  readonly path: string;
  readonly env: NodeJS.ProcessEnv;
}

/**
 * Starts a headless Chromium: the one that `QUADRANT_CHROMIUM` names; else the one inside the npm package
 * `@sparticuz/chromium` (Linux x64, nothing has to be installed); else an installed Chrome, Edge or Chromium.
 *
 * The caller closes it.
 *
 * @throws QuadrantError "unavailable" when no browser starts; says what was tried.
 */
export async function launchChromium(): Promise<Browser> {
  const { chromium } = await import("playwright-core");
  const args = ["--no-sandbox", "--disable-dev-shm-usage", "--font-render-hinting=none"];
  const tried: string[] = [];
  for (const candidate of candidates()) {
    try {
      const found = await candidate.find();
      const target = "path" in found ? { executablePath: found.path, env: found.env } : { channel: found.channel };
      return await chromium.launch({ ...target, args: [...args, ...candidate.args], headless: true });
    } catch (thrown) {
      tried.push(`${candidate.name}: ${messageOf(thrown).split("\n")[0]}`);
    }
  }
  throw new QuadrantError("unavailable", `no Chromium could be started (${tried.join("; ")})`, { remedy: REMEDY });
}

interface Candidate {
  readonly name: string;
  readonly args: readonly string[];
  find(): Promise<Executable | { readonly channel: string }>;
}

function candidates(): Candidate[] {
  const named = process.env.QUADRANT_CHROMIUM;
  if (named !== undefined && named !== "") {
    return [{ name: `QUADRANT_CHROMIUM=${named}`, args: [], find: async () => ({ path: named, env: process.env }) }];
  }
  const list: Candidate[] = [];
  if (process.platform === "linux" && process.arch === "x64") {
    // The package's build has no GPU code of its own: it draws through the SwiftShader that is unpacked beside it.
    const args = ["--headless=shell", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"];
    list.push({ name: "@sparticuz/chromium", args, find: bundledChromium });
  }
  for (const channel of ["chrome", "msedge", "chromium"]) {
    list.push({ name: channel, args: [], find: async () => ({ channel }) });
  }
  for (const path of ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]) {
    if (existsSync(path)) list.push({ name: path, args: [], find: async () => ({ path, env: process.env }) });
  }
  return list;
}

/** The Chromium of the npm package, unpacked on first use into `node_modules/.cache` (210 MB). */
async function bundledChromium(): Promise<Executable> {
  const root = dirname(dirname(require.resolve("@sparticuz/chromium")));
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
  const name = `chromium-${version}`;
  const places = [join(dirname(dirname(root)), ".cache", "quadrant"), join(homedir(), ".cache", "quadrant")];
  const kept = places.find((place) => existsSync(join(place, name, "chromium")));
  const folder = join(kept ?? places.find(canWrite) ?? mkdtempSync(join(tmpdir(), "quadrant-")), name);
  if (kept === undefined) await unpackChromium(folder);
  return { path: join(folder, "chromium"), env: await environmentFor(folder) };
}

/** Makes the folder, for this user alone; false where the installation or the home is read-only. */
function canWrite(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Unpacks the browser of `@sparticuz/chromium` into `folder`, which must not exist yet or be whole.
 *
 * The package itself unpacks file by file into the temporary folder, where a second process meets half a browser; so a
 * child with a temporary folder of its own does it, and the whole is renamed at once. Two processes may both unpack;
 * the slower one drops its copy.
 */
export async function unpackChromium(folder: string): Promise<void> {
  const draft = mkdtempSync(`${folder}.part-`);
  try {
    const entry = pathToFileURL(require.resolve("@sparticuz/chromium")).href;
    const script = `import(${JSON.stringify(entry)}).then((m) => m.default.executablePath())`;
    // Named as Lambda's, the package also unpacks the NSS libraries that a bare machine lacks.
    const env = { ...process.env, TMPDIR: draft, AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x" };
    await run(process.execPath, ["-e", script], { env });
    writeFileSync(join(draft, "fonts", "fonts.conf"), fontsConfiguration(join(folder, "fonts")));
    renameSync(draft, folder);
  } catch (thrown) {
    // Another process was faster: its folder is as good.
    if (!existsSync(join(folder, "chromium"))) throw thrown;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

function fontsConfiguration(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${folder}</dir><cachedir>${join(dirname(folder), "fonts-cache")}</cachedir></fontconfig>
`;
}

/**
 * The environment the unpacked Chromium runs in: as it is where the system has the libraries and fonts, with the
 * package's own where it has not.
 */
async function environmentFor(folder: string): Promise<NodeJS.ProcessEnv> {
  const fonts = existsSync("/etc/fonts/fonts.conf") ? {} : { FONTCONFIG_PATH: join(folder, "fonts") };
  const plain = { ...process.env, ...fonts };
  try {
    await run(join(folder, "chromium"), ["--version"], { env: plain });
    return plain;
  } catch {
    const libraries = [join(folder, "al2023", "lib"), process.env.LD_LIBRARY_PATH ?? ""].filter((path) => path !== "");
    return { ...plain, LD_LIBRARY_PATH: libraries.join(":") };
  }
}
