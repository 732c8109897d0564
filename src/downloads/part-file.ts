import { readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { z } from "zod";

const originSchema = z.object({ url: z.string(), validator: z.string().optional() });

/** Where the bytes of a part came from. */
type Origin = z.infer<typeof originSchema>;

/**
 * The first bytes of a file that is not whole yet, and a note of where they came from: without it nobody could tell
 * whether the rest that a server sends later belongs to the same version of the file.
 */
export class PartFile {
  readonly path: string;
  private readonly notePath: string;

  /** @param target the file that it becomes */
  constructor(target: string) {
    this.path = `${target}.part`;
    this.notePath = `${target}.part.json`;
  }

  /** Bytes that are there; 0 where there is no part. */
  get size(): number {
    return statSync(this.path, { throwIfNoEntry: false })?.size ?? 0;
  }

  /** Where the bytes came from, or undefined where nobody noted it. */
  get origin(): Origin | undefined {
    try {
      return originSchema.parse(JSON.parse(readFileSync(this.notePath, "utf8")));
    } catch {
      return undefined;
    }
  }

  /** Notes where the bytes come from; before the first of them is written. */
  noteOrigin(origin: Origin): void {
    writeFileSync(this.notePath, JSON.stringify(origin));
  }

  /** Throws away what is there. */
  discard(): void {
    rmSync(this.path, { force: true });
    this.forgetOrigin();
  }

  /** Removes the note, once the part has become the file. */
  forgetOrigin(): void {
    rmSync(this.notePath, { force: true });
  }
}
