import { existsSync, statfsSync } from "node:fs";
import { availableParallelism, cpus, freemem, totalmem } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { messageOf } from "../errors";
import "../classifiers";
import "../features";
import { kernelState } from "../kernels";
import { loadTensorFlow } from "../networks";
import { dataFolder, PROJECT_ROOT } from "../project";
import { launchChromium } from "../reports";
import { printAnswer } from "./answer";

/** One thing that was looked at: what it is for, how it stands, and what to do where it is missing. */
export interface Finding {
  readonly name: string;
  readonly state: "ok" | "missing";
  readonly detail: string;
  readonly remedy: string;
}

const GIB = 2 ** 30;
/** Corpus, features and studies of the main job, with room to spare. */
const NEEDED_DISK_GIB = 2;

/** `quadrant doctor`: what works on this machine, which tfjs backend is used and why, and what is missing. */
export function doctorCommand(): Command {
  return new Command("doctor")
    .description("say which tfjs backend is used and why, and what is missing on this machine")
    .option("--json", "print the findings as JSON")
    .action(async ({ json }: { json?: boolean }) => {
      const findings = await examine();
      printAnswer(json === true, { findings }, findings.map(line).join("\n"));
      if (findings.some(({ name, state }) => state === "missing" && REQUIRED.has(name))) process.exitCode = 1;
    });
}

/** Without these the main job cannot run. */
const REQUIRED: ReadonlySet<string> = new Set(["Node", "tfjs backend", "kernel", "disk"]);

/** Looks at everything that the main job and the tests need. */
async function examine(): Promise<Finding[]> {
  return [node(), machine(), disk(), kernels(), ...(await backends()), kernel(), await browser()];
}

function node(): Finding {
  const [major] = process.versions.node.split(".").map(Number);
  return {
    name: "Node",
    state: major === 24 ? "ok" : "missing",
    detail: `${process.version} at ${process.execPath === join(PROJECT_ROOT, "node_modules/node/bin/node") ? "node_modules" : process.execPath}`,
    remedy: "Start quadrant through npx or npm run, which use the pinned Node 24.",
  };
}

function machine(): Finding {
  const memory = `${(freemem() / GIB).toFixed(1)} of ${(totalmem() / GIB).toFixed(1)} GiB free`;
  return {
    name: "machine",
    state: "ok",
    detail: `${cpus()[0]?.model.trim() ?? "unknown CPU"}, ${availableParallelism()} cores, ${memory}`,
    remedy: "",
  };
}

function disk(): Finding {
  const { bavail, bsize } = statfsSync(existsSync(dataFolder()) ? dataFolder() : PROJECT_ROOT);
  const free = (bavail * bsize) / GIB;
  return {
    name: "disk",
    state: free >= NEEDED_DISK_GIB ? "ok" : "missing",
    detail: `${free.toFixed(1)} GiB free for ${dataFolder()}`,
    remedy: `Free ${NEEDED_DISK_GIB} GiB, or set QUADRANT_DATA to a folder on another disk.`,
  };
}

/** The kernels of everything that the commands load; one that is missing makes work slow, not wrong. */
export function kernels(): Finding {
  const states = kernelState();
  const plain = states.filter(({ compiled }) => !compiled);
  const narrow = states.filter(({ compiled, reason }) => compiled && reason !== "");
  const words = [
    `${states.length - plain.length} of ${states.length} compiled`,
    ...plain.map(({ name, reason }) => `${name} is plain TypeScript (${reason})`),
    ...narrow.map(({ name, reason }) => `${name} takes vectors of 128 bits (${reason})`),
  ];
  return {
    name: "kernels",
    state: plain.length === 0 ? "ok" : "missing",
    detail: words.join("; "),
    remedy: "Run npm run build, and unset QUADRANT_KERNELS; results are the same, several times slower.",
  };
}

async function backends(): Promise<Finding[]> {
  const { attempts } = await loadTensorFlow();
  return attempts.map(({ backend, works, reason }) => ({
    name: works ? "tfjs backend" : `tfjs backend ${backend}`,
    state: works ? "ok" : "missing",
    detail: works ? `${backend} is used` : reason,
    remedy:
      works || backend !== "tensorflow"
        ? ""
        : "Optional: npm install --prefix FOLDER @tensorflow/tfjs-node@4.22.0, then set QUADRANT_TFJS_NODE=FOLDER.",
  }));
}

function kernel(): Finding {
  const wrapper = join(__dirname, "..", "kernel");
  return {
    name: "kernel",
    state: existsSync(wrapper) ? "ok" : "missing",
    detail: "tslab on the Jupyter protocol",
    remedy: "Run npm run build.",
  };
}

/** Starts one, since a browser that is there may still lack a library. */
async function browser(): Promise<Finding> {
  const remedy = "On Linux npm brings one; elsewhere install Chrome, or set QUADRANT_CHROMIUM to a Chromium.";
  try {
    const chromium = await launchChromium();
    const detail = `Chromium ${chromium.version()}`;
    await chromium.close();
    return { name: "browser", state: "ok", detail, remedy };
  } catch (error) {
    return { name: "browser", state: "missing", detail: messageOf(error).split("\n")[0]!, remedy };
  }
}

function line({ name, state, detail, remedy }: Finding): string {
  const advice = state === "missing" && remedy !== "" ? `\n${" ".repeat(34)}${remedy}` : "";
  return `${state.padEnd(8)}${name.padEnd(26)}${detail}${advice}`;
}
