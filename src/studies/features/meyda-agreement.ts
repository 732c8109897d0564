import { loadClip } from "../../corpora";
import { compareWithMeyda, type MeydaAgreement } from "../../features";
import type { Run } from "../run/run";

/** Where Meyda agrees with librosa, on the first clip of the corpus. */
export async function meydaAgreement({ corpus }: Run): Promise<MeydaAgreement[]> {
  const { samples, sampleRate } = await loadClip(corpus.clips[0]!);
  return compareWithMeyda({ y: samples, sr: sampleRate });
}
