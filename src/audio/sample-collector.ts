import { QuadrantError } from "../errors";
import { badAudio, counted } from "./bad-audio";
import { mixDown } from "./mix-down";

/**
 * The most samples that are held of one clip, before or after resampling: 25 minutes of mono at 44,100 Hz, 51 at 22,050 Hz.
 *
 * 2^26 samples are 268 MB; an excerpt of a longer file (`offset`, `duration`) is read without holding the rest.
 */
export const MAX_SAMPLES = 2 ** 26;

/** The part of a file that is wanted. */
export interface Excerpt {
  /** Where it begins, in seconds; 0 by default. */
  readonly offset?: number | undefined;
  /** How long it is, in seconds; to the end by default. */
  readonly duration?: number | undefined;
}

/** What is known before the first sample comes. */
interface Stream {
  /** Hz. */
  readonly sampleRate: number;
  readonly channels: number;
  /** How many samples of one channel the file promises, if it does. */
  readonly total?: number | undefined;
}

/**
 * Takes the samples of a file as they are decoded, and keeps those of the excerpt: the means of the channels, or all of
 * them.
 *
 * As librosa.load, it cuts `offset` and `duration` down to whole samples of the file's own rate.
 */
export class SampleCollector {
  sampleRate = 0;
  /** One for the means, or one for each channel. */
  private planes: Float32Array<ArrayBuffer>[] = [];
  /** Samples of one channel that came, and that were kept. */
  private seen = 0;
  private kept = 0;
  private first = 0;
  private wanted = Number.POSITIVE_INFINITY;

  /** @param mono whether channels are averaged */
  constructor(
    private readonly path: string,
    private readonly excerpt: Excerpt = {},
    private readonly mono = true,
  ) {
    checkSeconds("offset", excerpt.offset ?? 0);
    checkSeconds("duration", excerpt.duration ?? 0);
  }

  /** How many samples of one channel the file has given so far. */
  get decoded(): number {
    return this.seen;
  }

  /** Says what is coming, before any sample. */
  begin({ sampleRate, channels, total }: Stream): void {
    const { offset = 0, duration } = this.excerpt;
    this.sampleRate = sampleRate;
    this.first = Math.trunc(offset * sampleRate);
    if (duration !== undefined) this.wanted = Math.trunc(duration * sampleRate);
    this.planes = Array.from({ length: this.mono ? 1 : channels }, () => new Float32Array(0));
    if (total === undefined) return;
    if (this.first >= total && total > 0) throw this.beyond(total);
    const expected = Math.min(this.wanted, total - this.first);
    if (expected > this.limit) throw this.tooLong(expected);
    this.planes = this.planes.map(() => new Float32Array(expected));
  }

  /** Tells how many of the `total` samples may be left out because they lie before the excerpt, and counts them as seen. */
  skip(total: number): number {
    const skipped = Math.min(this.first, total);
    this.seen += skipped;
    return skipped;
  }

  /** Takes `count` samples of every channel, times `gain`; false when no more are wanted. */
  push(channels: readonly Float32Array[], count: number, gain = 1): boolean {
    const from = Math.max(0, this.first - this.seen);
    const to = Math.min(count, from + this.wanted - this.kept);
    if (to > from) {
      this.reserve(this.kept + to - from);
      for (const [i, plane] of this.planes.entries()) {
        const meant = this.mono ? channels : channels.slice(i, i + 1);
        mixDown({ channels: meant, from, to }, gain, plane, this.kept);
        this.checkFinite(plane, this.kept, this.kept + to - from);
      }
      this.kept += to - from;
    }
    this.seen += count;
    return this.kept < this.wanted;
  }

  /** What was kept: the means, or every channel. */
  finish(): Float32Array<ArrayBuffer>[] {
    if (this.seen === 0) throw badAudio(this.path, "holds no samples", "Leave the file out, or make it again.");
    if (this.first >= this.seen) throw this.beyond(this.seen);
    if (this.kept === 0) {
      throw badAudio(
        this.path,
        `gives no sample for a duration of ${this.excerpt.duration} s`,
        "Ask for a longer duration.",
      );
    }
    return this.planes.map((plane) => (this.kept === plane.length ? plane : plane.slice(0, this.kept)));
  }

  /** The most samples of one channel. */
  private get limit(): number {
    return Math.floor(MAX_SAMPLES / this.planes.length);
  }

  private reserve(needed: number): void {
    const length = this.planes[0]!.length;
    if (needed <= length) return;
    if (needed > this.limit) throw this.tooLong();
    const longer = Math.min(this.limit, Math.max(needed, 2 * length, 2 ** 16));
    this.planes = this.planes.map((plane) => {
      const next = new Float32Array(longer);
      next.set(plane.subarray(0, this.kept));
      return next;
    });
  }

  private checkFinite(plane: Float32Array, from: number, to: number): void {
    // NaN and the infinities are the only numbers that differ from themselves by something else than 0.
    let unsound = 0;
    for (let i = from; i < to; i++) unsound += plane[i]! - plane[i]!;
    if (unsound === 0) return;
    const bad = plane.subarray(from, to).findIndex((value) => !Number.isFinite(value));
    throw badAudio(
      this.path,
      `holds ${plane[from + bad]} at sample ${counted(this.first + from + bad)}`,
      "Make the file again: samples must be finite numbers.",
    );
  }

  private beyond(total: number): QuadrantError {
    const seconds = `${this.excerpt.offset} s`;
    const length = `${(total / this.sampleRate).toFixed(2)} s`;
    return new QuadrantError("bad-argument", `the offset of ${seconds} lies beyond the ${length} of ${this.path}`, {
      path: this.path,
      remedy: "Choose an offset within the file.",
    });
  }

  private tooLong(expected?: number): QuadrantError {
    const length = expected === undefined ? "more samples" : `${counted(expected)} samples`;
    const minutes = Math.floor(this.limit / this.sampleRate / 60);
    const limit = `${counted(this.limit)} (${minutes} minutes at ${counted(this.sampleRate)} Hz)`;
    return badAudio(
      this.path,
      expected === undefined ? `holds ${length} than ${limit}` : `holds ${length}, more than ${limit}`,
      "Read a part of it with duration (and offset), or cut the file into clips.",
    );
  }
}

function checkSeconds(name: string, value: number): void {
  if (Number.isFinite(value) && value >= 0) return;
  throw new QuadrantError("bad-argument", `${name} = ${value}: it must be a number of seconds, 0 or more`, {
    remedy: `Give ${name} in seconds.`,
  });
}
