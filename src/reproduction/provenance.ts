import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { arch, availableParallelism, cpus, release, totalmem, type } from "node:os";
import { join } from "node:path";
import { loadTensorFlow } from "../networks";
import { PROJECT_ROOT } from "../project";
import type { Provenance } from "../reports";
import type { Run } from "../studies";

/** The packages whose version a result may depend on. */
const PACKAGES = ["tslab", "typescript", "@tensorflow/tfjs", "danfojs-node", "plotly.js-dist", "spessasynth_core"];

/** Everything needed to get the same numbers again. */
export async function provenanceOf({ corpus, settings }: Run, startedAt: Date, command: string): Promise<Provenance> {
  const { backend } = await loadTensorFlow();
  const versions = PACKAGES.map((name) => [name, versionOf(name)] as const);
  return {
    commit: git("rev-parse", "HEAD") ?? "unknown",
    dirty: (git("status", "--porcelain") ?? "") !== "",
    startedAt: startedAt.toISOString(),
    seed: settings.seed,
    corpus: {
      name: corpus.sheet.title,
      hash: corpus.hash,
      clips: corpus.clips.length,
      synthetic: corpus.sheet.synthetic,
      description: corpus.sheet.labelMeaning,
      facts: {
        Groups: `${new Set(corpus.clips.map((clip) => clip.group)).size} (${corpus.sheet.groupMeaning})`,
        Licence: corpus.sheet.licence,
        Split: settings.split,
        Profile: settings.profile,
      },
    },
    versions: { node: process.versions.node, ...Object.fromEntries(versions), "tfjs backend": backend },
    machine: {
      cpu: cpus()[0]?.model.trim() ?? "unknown",
      cores: availableParallelism(),
      memoryGiB: Math.round(totalmem() / 2 ** 30),
      system: `${type()} ${release()} ${arch()}`,
    },
    command,
  };
}

function versionOf(name: string): string {
  return JSON.parse(readFileSync(join(PROJECT_ROOT, "node_modules", name, "package.json"), "utf8")).version;
}

/** Undefined outside a git clone, or where there is no git. */
function git(...args: string[]): string | undefined {
  try {
    return execFileSync("git", args, {
      cwd: PROJECT_ROOT,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
  } catch {
    return undefined;
  }
}
