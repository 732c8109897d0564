import { existsSync, readFileSync } from "node:fs";

/** A list as sha256sum writes it: SHA-256, hexadecimal, by name. Empty where there is no such file. */
export function readChecksumList(path: string): Map<string, string> {
  if (!existsSync(path)) return new Map();
  return new Map(
    readFileSync(path, "utf8")
      .split(/\r?\n/)
      .flatMap((line) => {
        const [, sha256, name] = /^([0-9a-f]{64})\s+\*?(.+)$/.exec(line) ?? [];
        return sha256 === undefined || name === undefined ? [] : [[name, sha256] as const];
      }),
  );
}
