import { type Audio, type LoadOptions, loadAudio } from "../../audio";
import type { Clip } from "../corpus";

/** What loadAudio needs to know of a clip. */
export type ClipSource = Pick<Clip, "audio" | "offset" | "duration">;

/**
 * Reads a clip: its file, or the segment of it that the clip is.
 *
 * @throws QuadrantError as loadAudio
 */
export function loadClip(
  { audio, offset, duration }: ClipSource,
  options: Pick<LoadOptions, "sr"> = {},
): Promise<Audio> {
  return loadAudio(audio, { ...options, offset, duration });
}
