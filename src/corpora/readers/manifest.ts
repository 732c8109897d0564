import { readFileSync } from "node:fs";
import { join, resolve, sep } from "node:path";
import { z } from "zod";
import { messageOf, QuadrantError } from "../../errors";
import type { Clip, RejectedClip } from "../corpus";
import { QUADRANTS } from "../quadrant";

const SHA256 = z.string().regex(/^[0-9a-f]{64}$/);

const entrySchema = z.object({
  id: z.string().regex(/^[A-Za-z0-9_-][A-Za-z0-9._-]*$/, "letters, digits, _, - and . only"),
  audio: z.string().min(1),
  quadrant: z.enum(QUADRANTS),
  group: z.string().min(1),
  valence: z.number().min(-1).max(1).optional(),
  arousal: z.number().min(-1).max(1).optional(),
  split: z.enum(["train", "validation", "test"]).optional(),
  sha256: z.object({ audio: SHA256 }).optional(),
  cues: z.record(z.string(), z.union([z.number(), z.string()])).optional(),
});

const manifestSchema = z.object({ corpus: z.string(), clips: z.array(z.unknown()) });

/** The clips of a manifest that can be used, and those that cannot. */
export interface ManifestContent {
  readonly clips: readonly Clip[];
  readonly rejected: readonly RejectedClip[];
  /** SHA-256 of audio files by clip id, for the clips whose entry gives it. */
  readonly checksums: ReadonlyMap<string, string>;
}

/**
 * Reads `manifest.json`: which clips a corpus has, with labels and groups, paths relative to the manifest.
 *
 * An entry that is wrong (an unknown quadrant, an id that came before) is rejected by name; the others are kept. Whether the
 * files are there, and are the right ones, is not looked at here.
 *
 * @param root the folder with manifest.json
 * @throws QuadrantError "bad-manifest" when the file is missing, is not JSON or has no usable clip
 */
export function readManifest(root: string): ManifestContent {
  const path = join(root, "manifest.json");
  const parsed = manifestSchema.safeParse(parseJson(path));
  if (!parsed.success) {
    throw new QuadrantError("bad-manifest", `${path} is no manifest: ${z.prettifyError(parsed.error)}`, {
      path,
      remedy: 'It needs {"corpus": NAME, "clips": [{"id", "audio", "quadrant", "group"}, ...]}.',
    });
  }
  const clips: Clip[] = [];
  const rejected: RejectedClip[] = [];
  const checksums = new Map<string, string>();
  const seen = new Set<string>();
  parsed.data.clips.forEach((content, index) => {
    const entry = entrySchema.safeParse(content);
    const named = content as { id?: unknown; audio?: unknown } | null;
    const id = String(named?.id ?? `entry ${index}`);
    const reason = entry.success ? reasonAgainst(entry.data, root, seen) : z.prettifyError(entry.error);
    seen.add(id);
    if (!entry.success || reason !== undefined) {
      rejected.push({
        id,
        path: named?.audio === undefined ? path : join(root, String(named.audio)),
        reason: reason ?? "wrong",
      });
      return;
    }
    const { sha256, audio, ...labels } = entry.data;
    clips.push({ ...labels, audio: join(root, audio) });
    if (sha256 !== undefined) checksums.set(labels.id, sha256.audio);
  });
  if (clips.length === 0) {
    throw new QuadrantError("bad-manifest", `${path} names no clip that can be used${firstReason(rejected)}`, {
      path,
      remedy: "Check the entries and the audio files beside the manifest.",
    });
  }
  return { clips, rejected, checksums };
}

function parseJson(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (cause) {
    throw new QuadrantError("bad-manifest", `cannot read ${path}: ${messageOf(cause)}`, {
      path,
      remedy: "Name the folder that holds manifest.json with --root.",
      cause,
    });
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new QuadrantError("bad-manifest", `${path} is not JSON: ${messageOf(cause)}`, {
      path,
      remedy: "Make the corpus again, or copy the file again.",
      cause,
    });
  }
}

function reasonAgainst(
  entry: z.infer<typeof entrySchema>,
  root: string,
  seen: ReadonlySet<string>,
): string | undefined {
  if (seen.has(entry.id)) return `the id ${entry.id} stands twice in the manifest`;
  const audio = resolve(root, entry.audio);
  return audio.startsWith(resolve(root) + sep) ? undefined : `${entry.audio} lies outside the corpus`;
}

function firstReason([first]: readonly RejectedClip[]): string {
  return first === undefined ? "" : ` (${first.id}: ${first.reason})`;
}
