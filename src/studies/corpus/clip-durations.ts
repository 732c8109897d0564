import { DEFAULT_SR } from "../../audio";
import { kept } from "../cache/kept-study";
import type { Run } from "../run/run";

const HOP_LENGTH = 512;

/** Length of each clip in seconds, as its features have it. */
export const clipDurations = kept("clip durations", conduct);

async function conduct({ corpus, store }: Run): Promise<number[]> {
  const lengths = [];
  for (const { id } of corpus.clips) {
    const { rms } = await store.read(id, ["rms"]);
    lengths.push(((rms!.shape[1] - 1) * HOP_LENGTH) / DEFAULT_SR);
  }
  return lengths;
}
