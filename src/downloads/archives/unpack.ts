import { mkdirSync, statSync } from "node:fs";
import { messageOf, QuadrantError } from "../../errors";
import { ArchiveGuard, type ArchiveLimits } from "./archive-guard";
import { Staging } from "./staging";
import { type MemberRules, unpackTar } from "./unpack-tar";
import { unpackZip } from "./unpack-zip";

export interface UnpackOptions extends Partial<MemberRules>, ArchiveLimits {
  /** Where members wait until all have come; on the disk of the root. Beside the archive by default. */
  readonly staging?: string | undefined;
}

/**
 * Unpacks a tar or ZIP archive below a folder: all of it, or nothing where there is anything wrong with it. Paths that lead
 * out, links, devices, members that stand twice, bombs, and members that do not match their checksums are refused.
 *
 * @param path of the archive; its ending tells what it is
 * @param root where the members go, by their names
 * @returns the members that were written, and their sizes in bytes
 * @throws QuadrantError "bad-archive" when it is refused, cut or broken; names the archive and the member
 *
 * @example
 * await unpack("/music/deam/DEAM_audio.zip", "/music/deam/DEAM_audio");
 */
export async function unpack(path: string, root: string, options: UnpackOptions = {}): Promise<Map<string, number>> {
  const guard = new ArchiveGuard(path, statSync(path).size, options);
  const staging = new Staging(options.staging ?? `${path}.unpacked`, guard);
  const rules = { take: options.take ?? (() => true), checksums: options.checksums };
  try {
    await (/\.zip$/i.test(path) ? unpackZip : unpackTar)(path, guard, staging, rules);
    mkdirSync(root, { recursive: true });
    return staging.moveTo(root);
  } catch (error) {
    staging.discard();
    throw asRefusal(error, guard, path);
  }
}

/** What the libraries say of a broken archive; what the disk says stays as it is. */
function asRefusal(error: unknown, guard: ArchiveGuard, path: string): Error {
  if (error instanceof QuadrantError) return error;
  const { code } = error as NodeJS.ErrnoException;
  if (code !== undefined && /^E[A-Z]+$/.test(code)) {
    return new QuadrantError("bad-store", `cannot unpack ${path}: ${messageOf(error)}`, {
      path,
      remedy: "Free some space or mend the permissions, and fetch again: the archive is kept.",
      cause: error,
    });
  }
  return guard.refusal(`what cannot be unpacked (${messageOf(error)})`, error);
}
