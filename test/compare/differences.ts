import type { Matrix } from "../../src/arrays";

/** Bins of the histogram of relative differences: 200 a power of ten, so that a quantile is within 1.2 %. */
const BINS_PER_DECADE = 200;
const LOWEST = 1e-12;
const BINS = 14 * BINS_PER_DECADE;

/**
 * How far one feature differs from librosa's over many files, as a share of its range in each file, without keeping the
 * values.
 */
export class Differences {
  private readonly histogram = new Float64Array(BINS);
  private cells = 0;
  private frames = 0;
  private worst = { share: 0, file: "" };

  /**
   * @param counts which frames count; all by default
   * @returns what is wrong with the shape, if anything
   */
  add(ours: Matrix, librosas: Matrix, file: string, counts?: (frame: number) => boolean): string | undefined {
    if (ours.shape[0] !== librosas.shape[0] || ours.shape[1] !== librosas.shape[1]) {
      return `(${ours.shape.join(", ")}), librosa has (${librosas.shape.join(", ")})`;
    }
    const scale = rangeOf(librosas.data);
    const frames = librosas.shape[1];
    const counted = Array.from({ length: frames }, (_, frame) => counts?.(frame) ?? true);
    for (const [i, expected] of librosas.data.entries()) {
      if (!counted[i % frames]) continue;
      this.cells++;
      const difference = Math.abs(ours.data[i]! - expected) / scale;
      // NaN must not pass for small.
      const share = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference;
      const bin = Math.ceil(BINS_PER_DECADE * Math.log10(Math.max(share, LOWEST) / LOWEST));
      this.histogram[Math.min(BINS - 1, bin)]!++;
      if (share > this.worst.share) this.worst = { share, file };
    }
    this.frames += counted.reduce((sum, counts) => sum + Number(counts), 0);
    return undefined;
  }

  get summary() {
    return {
      frames: this.frames,
      largest: this.worst.share,
      p999: Math.min(this.quantile(0.999), this.worst.share),
      file: this.worst.file,
    };
  }

  /** The difference that a share `q` of all cells does not exceed. */
  private quantile(q: number): number {
    let below = 0;
    for (let bin = 0; bin < BINS; bin++) {
      below += this.histogram[bin]!;
      if (below >= q * this.cells) return bin === 0 ? 0 : LOWEST * 10 ** (bin / BINS_PER_DECADE);
    }
    return this.worst.share;
  }
}

/** Largest less smallest value; of a constant feature its size, and 1 where it is 0 everywhere. */
function rangeOf(values: Float32Array): number {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return high - low || Math.abs(high) || 1;
}
