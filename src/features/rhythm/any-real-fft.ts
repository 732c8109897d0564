import { RealFft } from "../spectrum/real-fft";

/**
 * The discrete Fourier transform of real input of any length, float64: as numpy.fft.rfft.
 *
 * A length of m 2^p, m being odd, is m transforms of 2^p and their combination (Cooley and Tukey 1965); fast where m is
 * small, as in 384 = 3 * 128.
 */
export class AnyRealFft {
  /** The bins 0 to floor(n / 2) of the last `transform`. */
  readonly re: Float64Array;
  readonly im: Float64Array;
  /** Values of one part: a power of two, or 1. */
  private readonly size: number;
  private readonly parts: number;
  private readonly fft: RealFft | undefined;
  private readonly windows: Float64Array[];
  private readonly part: Float64Array;
  private readonly cos: Float64Array;
  private readonly sin: Float64Array;

  /** @param window what the samples are multiplied with; its length is that of the transform */
  constructor(window: Float64Array) {
    const n = window.length;
    const powerOfTwo = n & -n;
    // Below 4 there is no transform to be had: the sum that defines it does.
    this.size = powerOfTwo < 4 ? 1 : powerOfTwo;
    this.parts = n / this.size;
    this.fft = this.size === 1 ? undefined : new RealFft(this.size);
    this.windows = Array.from({ length: this.parts }, (_, part) => window.filter((_, i) => i % this.parts === part));
    this.part = new Float64Array(this.size);
    this.re = new Float64Array(1 + (n >> 1));
    this.im = new Float64Array(1 + (n >> 1));
    this.cos = Float64Array.from({ length: n }, (_, k) => Math.cos((2 * Math.PI * k) / n));
    this.sin = Float64Array.from({ length: n }, (_, k) => Math.sin((2 * Math.PI * k) / n));
  }

  /** Transforms `window[i] * y[start + i]`, with zeros where that lies outside of `y`. */
  transform(y: Float32Array | Float64Array, start: number): void {
    this.re.fill(0);
    this.im.fill(0);
    for (let part = 0; part < this.parts; part++) {
      for (let i = 0; i < this.size; i++) this.part[i] = y[start + part + i * this.parts] ?? 0;
      this.fft?.transform(this.part, 0, this.windows[part]!);
      this.add(part);
    }
  }

  private add(part: number): void {
    const { re, im, size, fft, cos, sin } = this;
    const n = cos.length;
    const constant = this.part[0]! * this.windows[part]![0]!;
    for (let k = 0, angle = 0; k < re.length; k++, angle = (angle + part) % n) {
      // Bins beyond half of the part's length are those below, mirrored and conjugated.
      const bin = k % size;
      const mirrored = bin > size / 2;
      const from = mirrored ? size - bin : bin;
      const partRe = fft === undefined ? constant : fft.re[from]!;
      const partIm = fft === undefined ? 0 : mirrored ? -fft.im[from]! : fft.im[from]!;
      re[k]! += cos[angle]! * partRe + sin[angle]! * partIm;
      im[k]! += cos[angle]! * partIm - sin[angle]! * partRe;
    }
  }
}
