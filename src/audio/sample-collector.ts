import { QuadrantError } from "../errors";
import { badAudio, counted } from "./bad-audio";

/**
 * The most samples that are held of one clip, before or after resampling: 25 minutes at 44,100 Hz, 51 at 22,050 Hz.
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

/**
 * Takes the samples of a file as they are decoded, and keeps those of the excerpt.
 *
 * As librosa.load, it cuts `offset` and `duration` down to whole samples of the file's own rate.
 */
export class SampleCollector {
  sampleRate = 0;
  private samples = new Float32Array(0);
  /** Samples that came, and that were kept. */
  private seen = 0;
  private kept = 0;
  private first = 0;
  private wanted = Number.POSITIVE_INFINITY;

  constructor(
    private readonly path: string,
    private readonly excerpt: Excerpt = {},
  ) {
    checkSeconds("offset", excerpt.offset ?? 0);
    checkSeconds("duration", excerpt.duration ?? 0);
  }

  /** How many samples of one channel the file has given so far. */
  get decoded(): number {
    return this.seen;
  }

  /**
   * Says what is coming, before any sample.
   *
   * @param sampleRate Hz
   * @param total how many samples of one channel the header promises, if it does
   */
  begin(sampleRate: number, total?: number): void {
    const { offset = 0, duration } = this.excerpt;
    this.sampleRate = sampleRate;
    this.first = Math.trunc(offset * sampleRate);
    if (duration !== undefined) this.wanted = Math.trunc(duration * sampleRate);
    if (total === undefined) return;
    if (this.first >= total && total > 0) throw this.beyond(total);
    const expected = Math.min(this.wanted, total - this.first);
    if (expected > MAX_SAMPLES) throw this.tooLong(expected);
    this.samples = new Float32Array(expected);
  }

  /** Tells how many of the `total` samples may be left out because they lie before the excerpt, and counts them as seen. */
  skip(total: number): number {
    const skipped = Math.min(this.first, total);
    this.seen += skipped;
    return skipped;
  }

  /** Takes `count` mono samples; false when no more are wanted. */
  push(block: Float32Array, count = block.length): boolean {
    const from = Math.max(0, this.first - this.seen);
    const to = Math.min(count, from + this.wanted - this.kept);
    if (to > from) {
      this.reserve(this.kept + to - from);
      this.keep(block, from, to);
    }
    this.seen += count;
    return this.kept < this.wanted;
  }

  /** What was kept. */
  finish(): Float32Array {
    if (this.seen === 0) throw badAudio(this.path, "holds no samples", "Leave the file out, or make it again.");
    if (this.first >= this.seen) throw this.beyond(this.seen);
    if (this.kept === 0) {
      throw badAudio(
        this.path,
        `gives no sample for a duration of ${this.excerpt.duration} s`,
        "Ask for a longer duration.",
      );
    }
    return this.kept === this.samples.length ? this.samples : this.samples.slice(0, this.kept);
  }

  private reserve(needed: number): void {
    if (needed <= this.samples.length) return;
    if (needed > MAX_SAMPLES) throw this.tooLong();
    const longer = new Float32Array(Math.min(MAX_SAMPLES, Math.max(needed, 2 * this.samples.length, 2 ** 16)));
    longer.set(this.samples.subarray(0, this.kept));
    this.samples = longer;
  }

  private keep(block: Float32Array, from: number, to: number): void {
    const { samples, kept } = this;
    // NaN and the infinities are the only numbers that differ from themselves by something else than 0.
    let unsound = 0;
    for (let i = from, at = kept; i < to; i++, at++) {
      const value = block[i]!;
      samples[at] = value;
      unsound += value - value;
    }
    if (unsound !== 0) {
      const bad = block.findIndex((value, i) => i >= from && i < to && !Number.isFinite(value));
      throw badAudio(
        this.path,
        `holds ${block[bad]} at sample ${counted(this.seen + bad)}`,
        "Make the file again: samples must be finite numbers.",
      );
    }
    this.kept += to - from;
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
    const limit = `${counted(MAX_SAMPLES)} (${Math.floor(MAX_SAMPLES / this.sampleRate / 60)} minutes at ${counted(this.sampleRate)} Hz)`;
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
