import { createHash } from "node:crypto";
import { createWriteStream, lstatSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { QuadrantError } from "../../errors";
import type { ArchiveGuard } from "./archive-guard";

/**
 * Where members wait until the whole archive has proved good; then they move to their places, each whole. An archive that
 * is refused half way leaves nothing behind.
 */
export class Staging {
  private readonly members = new Map<string, number>();

  constructor(
    private readonly folder: string,
    private readonly guard: ArchiveGuard,
  ) {
    this.discard();
  }

  /**
   * Writes one member.
   *
   * @param sha256 that its content must have
   * @throws QuadrantError "bad-archive"
   */
  async write(
    name: string,
    content: NodeJS.ReadableStream | AsyncIterable<Uint8Array>,
    sha256?: string,
  ): Promise<void> {
    const path = join(this.folder, name);
    mkdirSync(dirname(path), { recursive: true });
    const hash = createHash("sha256");
    let size = 0;
    const { guard } = this;
    const watch = new Transform({
      transform(piece: Buffer, _, done) {
        try {
          size += piece.length;
          guard.count(piece.length, name);
          hash.update(piece);
          done(null, piece);
        } catch (error) {
          done(error as Error);
        }
      },
    });
    await pipeline(content, watch, createWriteStream(path, { flags: "wx" }));
    if (sha256 !== undefined && hash.digest("hex") !== sha256) {
      throw guard.refusal(`the member ${JSON.stringify(name)}, which does not match its SHA-256`);
    }
    this.members.set(name, size);
  }

  /** Moves all members below `root`. @returns their names and sizes in bytes */
  moveTo(root: string): Map<string, number> {
    for (const name of this.members.keys()) refuseLinks(root, name);
    for (const name of this.members.keys()) {
      const path = join(root, name);
      mkdirSync(dirname(path), { recursive: true });
      renameSync(join(this.folder, name), path);
    }
    this.discard();
    return this.members;
  }

  /** Removes what was written. */
  discard(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A link that lies below the root already could lead out of it. */
function refuseLinks(root: string, name: string): void {
  const folders = name.split("/").slice(0, -1);
  for (let depth = 1; depth <= folders.length; depth++) {
    const path = [root, ...folders.slice(0, depth)].join(sep);
    if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() !== true) continue;
    throw new QuadrantError("bad-store", `${path} is a link, and may lead out of the folder of the corpus`, {
      path,
      remedy: "Make a folder of it, or name with --root the folder that it leads to.",
    });
  }
}
