import { resample } from "../../audio";
import { type Clip, type Corpus, loadClip } from "../../corpora";
import { melspectrogram, powerToDb } from "../../features";
import { Progress } from "../../jobs";
import { labelsOf } from "../run/dataset";
import type { SoundData } from "./sound-task";

/** What a network hears of a clip: this long a stretch from its middle. */
export const EXCERPT_SECONDS = 3;
/** Of the waveform: half of what features are computed from, as it costs half. */
export const WAVEFORM_RATE = 11_025;
const MEL_BANDS = 64;

const MEL_RATE = 22_050;
const HOP = 512;
const SAMPLES = EXCERPT_SECONDS * WAVEFORM_RATE;
const FRAMES = 1 + Math.floor((EXCERPT_SECONDS * MEL_RATE) / HOP);

/** Steps and features of an excerpt. */
export const EXCERPT_SIZES = { waveform: [SAMPLES, 1], logMel: [FRAMES, MEL_BANDS] } as const;

/** Clips that are decoded at a time. */
const AT_ONCE = 8;

/** Reads the middle of every clip, as samples and as a log-mel spectrogram. What a short clip lacks is silence. */
export async function readExcerpts(corpus: Pick<Corpus, "clips">): Promise<SoundData> {
  const { clips } = corpus;
  const waveform = shared(clips.length * SAMPLES);
  const logMel = shared(clips.length * FRAMES * MEL_BANDS);
  const progress = new Progress("reading excerpts", clips.length);
  for (let from = 0; from < clips.length; from += AT_ONCE) {
    const read = clips.slice(from, from + AT_ONCE).map(async (clip, i) => {
      const middle = await middleOf(clip);
      waveform.set(resample(middle, MEL_RATE, WAVEFORM_RATE).subarray(0, SAMPLES), (from + i) * SAMPLES);
      logMel.set(logMelFrames(middle), (from + i) * FRAMES * MEL_BANDS);
      progress.tick();
    });
    await Promise.all(read);
  }
  progress.done();
  return {
    waveform: { data: waveform, shape: [clips.length, ...EXCERPT_SIZES.waveform] },
    logMel: { data: logMel, shape: [clips.length, ...EXCERPT_SIZES.logMel] },
    labels: labelsOf(corpus),
    affect: clips.flatMap(({ valence, arousal }) => [valence ?? Number.NaN, arousal ?? Number.NaN]),
    names: clips.map(({ id }) => id),
  };
}

async function middleOf(clip: Clip): Promise<Float32Array> {
  const { samples } = await loadClip(clip, { sr: MEL_RATE });
  const wanted = EXCERPT_SECONDS * MEL_RATE;
  const from = Math.max(0, Math.floor((samples.length - wanted) / 2));
  const excerpt = new Float32Array(wanted);
  excerpt.set(samples.subarray(from, from + wanted));
  return excerpt;
}

/** (frames, bands) */
function logMelFrames(y: Float32Array): Float32Array {
  const powers = melspectrogram({ y, sr: MEL_RATE }, { hopLength: HOP, nMels: MEL_BANDS });
  const { data } = powerToDb(powers, { topDb: null });
  return Float32Array.from(data, (_, i) => data[(i % MEL_BANDS) * FRAMES + Math.floor(i / MEL_BANDS)]!);
}

function shared(length: number): Float32Array<SharedArrayBuffer> {
  return new Float32Array(new SharedArrayBuffer(length * Float32Array.BYTES_PER_ELEMENT));
}
