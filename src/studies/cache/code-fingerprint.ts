import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The folders whose code a fitted result depends on. */
const FOLDERS = [
  "audio",
  "audit",
  "augmentation",
  "classifiers",
  "corpora/etudes",
  "corpora/quality",
  "evaluation",
  "features",
  "fingerprint",
  "kernels",
  "networks",
  "random",
  "studies",
];

let fingerprint: string | undefined;

/** SHA-256 over the compiled code behind a study: a cached result counts only for the code that computed it. */
export function codeFingerprint(): string {
  fingerprint ??= hashCode();
  return fingerprint;
}

function hashCode(): string {
  const hash = createHash("sha256");
  for (const folder of FOLDERS) {
    const path = join(__dirname, "..", "..", folder);
    const files = readdirSync(path, { recursive: true, encoding: "utf8" }).filter((file) => /\.(js|wasm)$/.test(file));
    for (const file of files.sort())
      hash
        .update(file)
        .update("\0")
        .update(readFileSync(join(path, file)));
  }
  return hash.digest("hex");
}
