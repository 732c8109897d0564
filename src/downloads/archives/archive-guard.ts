import { QuadrantError } from "../../errors";

/** What an archive may unpack to. */
export interface ArchiveLimits {
  /** Bytes of all members; 64 GiB by default. */
  readonly maxBytes?: number | undefined;
  /** Bytes of all members over bytes of the archive; 100 by default: music and tables reach 20 at the most. */
  readonly maxRatio?: number | undefined;
  /** How many; 200,000 by default. */
  readonly maxMembers?: number | undefined;
}

/** A member as its header tells of it. */
export interface Member {
  readonly name: string;
  readonly kind: "file" | "folder" | "link" | "device" | "other";
  /** Bytes, unpacked. */
  readonly size: number;
}

/** So little is unpacked whatever the ratio: an archive of a few empty tables is no bomb. */
const HARMLESS_BYTES = 2 ** 20;

/** What file managers leave behind in archives, and nobody wants. */
const LITTER = /(^|\/)(__MACOSX\/|\.DS_Store$|Thumbs\.db$|desktop\.ini$)/;

/**
 * Stands between an archive and the disk. Every member is shown to it before anything of it is written, and every piece
 * of content before it is kept: headers may lie.
 */
export class ArchiveGuard {
  private declared = 0;
  private unpacked = 0;
  private members = 0;
  private readonly seen = new Set<string>();
  private readonly maxBytes: number;
  private readonly maxMembers: number;

  /**
   * @param path of the archive, named in errors
   * @param packed bytes of the archive
   */
  constructor(
    private readonly path: string,
    packed: number,
    { maxBytes = 64 * 2 ** 30, maxRatio = 100, maxMembers = 200_000 }: ArchiveLimits = {},
  ) {
    this.maxBytes = Math.min(maxBytes, Math.max(HARMLESS_BYTES, packed * maxRatio));
    this.maxMembers = maxMembers;
  }

  /**
   * Whether a member is a file that is wanted on disk; folders are made when files are, and litter is passed over.
   *
   * @throws QuadrantError "bad-archive" for what no honest archive of music holds
   */
  admits({ name, kind, size }: Member): boolean {
    if (++this.members > this.maxMembers)
      throw this.refusal(`more than ${this.maxMembers.toLocaleString("en-GB")} members`);
    const flaw = flawOf(name);
    if (flaw !== undefined) throw this.refusal(`the member ${JSON.stringify(name)}, ${flaw}`);
    if (kind === "folder") return false;
    if (kind !== "file")
      throw this.refusal(`the member ${JSON.stringify(name)}, a ${kind === "other" ? "strange thing" : kind}`);
    this.declared += size;
    this.checkBytes(this.declared, name);
    if (LITTER.test(name)) return false;
    // File systems that fold case would write one over the other.
    const key = name.toLowerCase();
    if (this.seen.has(key)) throw this.refusal(`the member ${JSON.stringify(name)} twice`);
    this.seen.add(key);
    return true;
  }

  /** Counts content that came out. @throws QuadrantError "bad-archive" when it is too much */
  count(bytes: number, name: string): void {
    this.unpacked += bytes;
    this.checkBytes(this.unpacked, name);
  }

  /** An error that says what is wrong with the archive. */
  refusal(what: string, cause?: unknown): QuadrantError {
    return new QuadrantError("bad-archive", `${this.path} holds ${what}: nothing of it was unpacked`, {
      path: this.path,
      remedy: "It is not what was published: get it again; if that is the same, tell the publisher.",
      cause,
    });
  }

  private checkBytes(bytes: number, name: string): void {
    if (bytes <= this.maxBytes) return;
    throw this.refusal(
      `more than ${this.maxBytes.toLocaleString("en-GB")} bytes (at ${JSON.stringify(name)}), which is no music but a bomb`,
    );
  }
}

/** Why a name cannot be that of a file below a folder, or undefined. */
function flawOf(name: string): string | undefined {
  if (name === "" || name.length > 1024) return "whose name is empty or too long";
  if (/^[/\\]/.test(name) || /^[A-Za-z]:/.test(name)) return "whose path is absolute";
  if (name.includes("\\")) return "whose name has a backslash";
  for (const letter of name) if (letter < " " || letter === "\x7f") return "whose name has control characters";
  if (name.split("/").includes("..")) return "which lies outside of the folder";
  return undefined;
}
