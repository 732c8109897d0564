import { RealFft } from "../spectrum/real-fft";

/** Bins 0 to floor(size / 2) of the real samples `x[offset + i stride]`, left in `re` and `im`. */
interface StridedFft {
  readonly size: number;
  readonly re: Float64Array;
  readonly im: Float64Array;
  transform(x: Float64Array, offset: number, stride: number): void;
}

/**
 * The discrete Fourier transform of real input of any length, float64: as numpy.fft.rfft.
 *
 * One prime factor after the other is split off (Cooley and Tukey 1965) until a power of two is left; fast where the
 * factors are small, as in 384 = 3 * 128 and 441 = 3 * 3 * 7 * 7.
 */
export class AnyRealFft {
  /** The bins 0 to floor(n / 2) of the last `transform`. */
  readonly re: Float64Array;
  readonly im: Float64Array;
  private readonly samples: Float64Array;
  private readonly fft: StridedFft;

  /** @param window what the samples are multiplied with; its length is that of the transform */
  constructor(private readonly window: Float64Array) {
    this.samples = new Float64Array(window.length);
    this.fft = fftOf(window.length);
    this.re = this.fft.re;
    this.im = this.fft.im;
  }

  /** Transforms `window[i] * y[start + i]`, with zeros where that lies outside of `y`. */
  transform(y: Float32Array | Float64Array, start: number): void {
    const { samples, window } = this;
    for (let i = 0; i < samples.length; i++) samples[i] = (y[start + i] ?? 0) * window[i]!;
    this.fft.transform(samples, 0, 1);
  }
}

function fftOf(size: number): StridedFft {
  if (size === 1) return new OneSample();
  // The shortest transform of a power of two is that of 4.
  if (size >= 4 && (size & (size - 1)) === 0) return new PowerOfTwo(size);
  let factor = 3;
  while (factor < size && size % factor !== 0) factor += 2;
  return new Parts(size, factor > size || size % factor !== 0 ? 2 : factor);
}

class OneSample implements StridedFft {
  readonly size = 1;
  readonly re = new Float64Array(1);
  readonly im = new Float64Array(1);

  transform(x: Float64Array, offset: number): void {
    this.re[0] = x[offset]!;
  }
}

class PowerOfTwo implements StridedFft {
  readonly re: Float64Array;
  readonly im: Float64Array;
  private readonly fft: RealFft;
  private readonly samples: Float64Array;
  private readonly ones: Float64Array;

  constructor(readonly size: number) {
    this.fft = new RealFft(size);
    this.re = this.fft.re;
    this.im = this.fft.im;
    this.samples = new Float64Array(size);
    this.ones = new Float64Array(size).fill(1);
  }

  transform(x: Float64Array, offset: number, stride: number): void {
    for (let i = 0, at = offset; i < this.size; i++, at += stride) this.samples[i] = x[at]!;
    this.fft.transform(this.samples, 0, this.ones);
  }
}

/** A transform of which every `parts`-th sample makes one of `parts` shorter ones. */
class Parts implements StridedFft {
  readonly re: Float64Array;
  readonly im: Float64Array;
  private readonly part: StridedFft;
  private readonly cos: Float64Array;
  private readonly sin: Float64Array;

  constructor(
    readonly size: number,
    private readonly parts: number,
  ) {
    this.part = fftOf(size / parts);
    this.re = new Float64Array(1 + (size >> 1));
    this.im = new Float64Array(1 + (size >> 1));
    this.cos = Float64Array.from({ length: size }, (_, k) => Math.cos((2 * Math.PI * k) / size));
    this.sin = Float64Array.from({ length: size }, (_, k) => Math.sin((2 * Math.PI * k) / size));
  }

  transform(x: Float64Array, offset: number, stride: number): void {
    this.re.fill(0);
    this.im.fill(0);
    for (let p = 0; p < this.parts; p++) {
      this.part.transform(x, offset + p * stride, stride * this.parts);
      this.add(p);
    }
  }

  private add(p: number): void {
    const { re, im, size, part, cos, sin } = this;
    const half = part.size / 2;
    for (let k = 0, bin = 0, angle = 0; k < re.length; k++) {
      // Bins beyond half of the part's length are those below, mirrored and conjugated.
      const mirrored = bin > half;
      const from = mirrored ? part.size - bin : bin;
      const partRe = part.re[from]!;
      const partIm = mirrored ? -part.im[from]! : part.im[from]!;
      re[k]! += cos[angle]! * partRe + sin[angle]! * partIm;
      im[k]! += cos[angle]! * partIm - sin[angle]! * partRe;
      if (++bin === part.size) bin = 0;
      angle += p;
      if (angle >= size) angle -= size;
    }
  }
}
