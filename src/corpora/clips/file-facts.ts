import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { loadAudio } from "../../audio";
import { hashOf } from "../../downloads/checksum";
import { dataFolder } from "../../project";
import { writeFileAtomic } from "../../store/atomic-file";

const factsSchema = z.record(
  z.string(),
  z.object({
    size: z.number(),
    mtimeMs: z.number(),
    sha256: z.string().optional(),
    seconds: z.number().optional(),
  }),
);

type Facts = z.infer<typeof factsSchema>[string];

/** So many answers are worth keeping before all are there: a run that is stopped goes on from them. */
const KEEP_AFTER = 1000;

/** A file that was written this shortly before may be written again within the same tick of its clock. */
const FRESH_MS = 2000;

/**
 * What takes long to find out of the files of a corpus: SHA-256 and length. It is kept in `data/file-facts`, and asked
 * again where a file has another size or date.
 *
 * @example
 * const facts = FileFacts.open("/music/deam");
 * const sha256 = await facts.sha256("/music/deam/MEMD_audio/2.mp3");
 * facts.save();
 */
export class FileFacts {
  private unsaved = 0;

  private constructor(
    private readonly path: string,
    private readonly known: Map<string, Facts>,
  ) {}

  /** @param root the folder of the corpus, which names the file that facts are kept in */
  static open(root: string): FileFacts {
    const name = createHash("sha256").update(root).digest("hex").slice(0, 16);
    const path = join(dataFolder(), "file-facts", `${name}.json`);
    return new FileFacts(path, new Map(Object.entries(readFacts(path))));
  }

  /** SHA-256 of a file. */
  async sha256(path: string): Promise<string> {
    return this.ask(path, "sha256", () => hashOf(path, "sha256"));
  }

  /** Length of an audio file in seconds. @throws QuadrantError "bad-audio" when it cannot be decoded */
  async seconds(path: string): Promise<number> {
    return this.ask(path, "seconds", async () => (await loadAudio(path, { sr: null })).seconds);
  }

  /** Keeps what was found out for the next time. */
  save(): void {
    if (this.unsaved > 0) writeFileAtomic(this.path, JSON.stringify(Object.fromEntries(this.known)));
    this.unsaved = 0;
  }

  private async ask<Name extends "sha256" | "seconds">(
    path: string,
    name: Name,
    find: () => Promise<NonNullable<Facts[Name]>>,
  ): Promise<NonNullable<Facts[Name]>> {
    const { size, mtimeMs } = statSync(path);
    const entry = this.known.get(path);
    const same = entry !== undefined && entry.size === size && entry.mtimeMs === mtimeMs ? entry : undefined;
    const found = same?.[name];
    if (found !== undefined) return found;
    const value = await find();
    if (Date.now() - mtimeMs < FRESH_MS) return value;
    this.known.set(path, { ...same, size, mtimeMs, [name]: value });
    if (++this.unsaved >= KEEP_AFTER) this.save();
    return value;
  }
}

/** Facts that cannot be read are found out again. */
function readFacts(path: string): Record<string, Facts> {
  try {
    return factsSchema.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch {
    return {};
  }
}
