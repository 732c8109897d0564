/** Frames after which sums are made anew: rounding errors of loud frames must not stay with the silence after them. */
const FRAMES_KEPT = 256;

/**
 * Transforms of a signal under a periodic Hann window of any length that slides on by one sample: bins 0 to
 * floor(length / 2), float64.
 *
 * A frame without window gains a sample and loses one, and turns by as much as a sample is long; the window, three bins of
 * its own, is applied to the bins (Jacobsen and Lyons 2003).
 */
export class SlidingHannFft {
  /** The bins of the frame that was asked for last. */
  readonly re: Float64Array;
  readonly im: Float64Array;
  private readonly cos: Float64Array;
  private readonly sin: Float64Array;
  /** Bins -1 to one more than are wanted, without window. */
  private readonly sumRe: Float64Array;
  private readonly sumIm: Float64Array;
  private start = Number.NaN;
  private slid = 0;

  constructor(
    private readonly signal: Float32Array,
    private readonly length: number,
  ) {
    const bins = 1 + (length >> 1);
    this.re = new Float64Array(bins);
    this.im = new Float64Array(bins);
    this.cos = Float64Array.from({ length }, (_, k) => Math.cos((2 * Math.PI * k) / length));
    this.sin = Float64Array.from({ length }, (_, k) => Math.sin((2 * Math.PI * k) / length));
    this.sumRe = new Float64Array(bins + 2);
    this.sumIm = new Float64Array(bins + 2);
  }

  /** The frame that begins at sample `start`, with zeros beyond the signal; the quicker if the one before was the last. */
  transform(start: number): void {
    if (start === this.start + 1 && this.slid < FRAMES_KEPT) this.slide();
    else this.begin(start);
    this.start = start;
    const { re, im, sumRe, sumIm } = this;
    for (let k = 0; k < re.length; k++) {
      re[k] = 0.5 * sumRe[k + 1]! - 0.25 * (sumRe[k]! + sumRe[k + 2]!);
      im[k] = 0.5 * sumIm[k + 1]! - 0.25 * (sumIm[k]! + sumIm[k + 2]!);
    }
  }

  private begin(start: number): void {
    const { signal, length, cos, sin, sumRe, sumIm } = this;
    this.slid = 0;
    sumRe.fill(0);
    sumIm.fill(0);
    const [from, to] = [Math.max(0, -start), Math.min(length, signal.length - start)];
    for (let i = 0; i < sumRe.length; i++) {
      const step = (i - 1 + length) % length;
      let angle = (step * from) % length;
      for (let n = from; n < to; n++) {
        const value = signal[start + n]!;
        sumRe[i]! += value * cos[angle]!;
        sumIm[i]! -= value * sin[angle]!;
        angle += step;
        if (angle >= length) angle -= length;
      }
    }
  }

  private slide(): void {
    const { signal, start, length, cos, sin, sumRe, sumIm } = this;
    this.slid++;
    const change = (signal[start + length] ?? 0) - (signal[start] ?? 0);
    for (let i = 0, k = length - 1; i < sumRe.length; i++) {
      const re = sumRe[i]! + change;
      const im = sumIm[i]!;
      sumRe[i] = re * cos[k]! - im * sin[k]!;
      sumIm[i] = re * sin[k]! + im * cos[k]!;
      if (++k === length) k = 0;
    }
  }
}
