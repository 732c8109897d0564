import { createHash } from "node:crypto";
import { DEFAULT_SR, loadAudio, resample } from "../../audio";
import { messageOf, QuadrantError } from "../../errors";
import { type Fingerprint, fingerprintOf } from "../../fingerprint";
import type { ClipSource } from "../clips/load-clip";
import { clippedShare } from "./clipping";
import { dcOffset } from "./dc-offset";
import { SILENT_RMS, silentShare } from "./silence";
import { wrongExtension } from "./wrong-extension";

/** What one clip is measured to be. */
export interface ClipMeasures {
  readonly seconds: number;
  /** Hz, of the file. */
  readonly sampleRate: number;
  readonly channels: number;
  /** 0 to 1. */
  readonly silent: number;
  /** 0 to 1, of the channel that is clipped most. */
  readonly clipped: number;
  /** Of the channel that lies farthest from 0. */
  readonly dc: number;
  /** What the file is, where its name says something else. */
  readonly extension: ReturnType<typeof wrongExtension>;
  /** SHA-256 of the decoded samples; undefined for a clip without sound. */
  readonly samplesHash: string | undefined;
  readonly fingerprint: Fingerprint | undefined;
}

/** Errors come as data, because a thrown one loses its tag between threads. */
export type Inspection = { readonly measures: ClipMeasures } | { readonly unreadable: string };

/** Of a longer clip only so many seconds are looked at: its spectrum is 160 MB. */
const MAX_SECONDS = 900;

/** Decodes a clip and measures it: the work of one thread. */
export default async function inspectClip({ audio, offset, duration = MAX_SECONDS }: ClipSource): Promise<Inspection> {
  try {
    const excerpt = { offset, duration: Math.min(duration, MAX_SECONDS) };
    const { channels, sampleRate, seconds } = await loadAudio(audio, { ...excerpt, sr: null, mono: false });
    const [count, length] = channels.shape;
    const planes = Array.from({ length: count }, (_, i) => channels.data.subarray(i * length, (i + 1) * length));
    const mono = meanOf(planes, length);
    const silent = silentShare(mono, sampleRate);
    const isSound = mono.some((sample) => Math.abs(sample) > SILENT_RMS);
    const offsets = planes.map((plane) => dcOffset(plane));
    return {
      measures: {
        ...{ seconds, sampleRate, channels: count, silent },
        clipped: Math.max(...planes.map((plane) => clippedShare(plane))),
        dc: offsets.reduce((most, dc) => (Math.abs(dc) > Math.abs(most) ? dc : most), 0),
        extension: wrongExtension(audio),
        samplesHash: isSound
          ? createHash("sha256").update(`${sampleRate} ${count} `).update(channels.data).digest("hex")
          : undefined,
        fingerprint: isSound ? fingerprintOf({ y: resample(mono, sampleRate, DEFAULT_SR) }) : undefined,
      },
    };
  } catch (error) {
    if (!(error instanceof QuadrantError)) throw error;
    return { unreadable: messageOf(error).split("\n")[0]! };
  }
}

function meanOf(planes: readonly Float32Array[], length: number): Float32Array {
  const [first] = planes;
  if (planes.length === 1 && first !== undefined) return first;
  const mean = new Float32Array(length);
  for (const plane of planes) for (let i = 0; i < length; i++) mean[i] = mean[i]! + plane[i]! / planes.length;
  return mean;
}
