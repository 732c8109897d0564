/**
 * The discrete Fourier transform of real input, float64: as numpy.fft.rfft.
 *
 * Packs n real samples into n / 2 complex ones (Press et al., Numerical Recipes, 12.3) and transforms those with
 * Stockham's autosort algorithm, radix 4 with one pass of radix 2 where it is needed (Van Loan 1992, 1.7).
 */
export class RealFft {
  /** The bins 0 to n / 2 of the last `transform`. */
  readonly re: Float64Array;
  readonly im: Float64Array;
  private readonly half: number;
  private readonly cos: Float64Array;
  private readonly sin: Float64Array;
  private readonly buffers: [re: Float64Array, im: Float64Array, re2: Float64Array, im2: Float64Array];

  /** @param n how many samples; a power of two, at least 4 */
  constructor(readonly n: number) {
    this.half = n / 2;
    this.re = new Float64Array(this.half + 1);
    this.im = new Float64Array(this.half + 1);
    // Twiddles of the full length: every pass and the unpacking take them at a stride.
    this.cos = Float64Array.from({ length: n }, (_, k) => Math.cos((2 * Math.PI * k) / n));
    this.sin = Float64Array.from({ length: n }, (_, k) => Math.sin((2 * Math.PI * k) / n));
    const buffer = () => new Float64Array(this.half);
    this.buffers = [buffer(), buffer(), buffer(), buffer()];
  }

  /**
   * Transforms `window[i] * y[start + i]`, with zeros where that lies outside of `y`; leaves the bins in `re` and `im`.
   */
  transform(y: Float32Array | Float64Array, start: number, window: Float64Array): void {
    if (start >= 0 && start + this.n <= y.length) this.pack(y, start, window);
    else this.packEdge(y, start, window);
    this.unpack(this.complexPasses());
  }

  /**
   * The other way: `n` samples of which bins 0 to n / 2 start at `start` of `re` and `im`; as numpy.fft.irfft.
   *
   * The imaginary parts of the first and the last bin count as 0.
   */
  inverse(
    re: Float32Array | Float64Array,
    im: Float32Array | Float64Array,
    start: number,
    out: Float32Array | Float64Array,
  ): void {
    this.repack(re, im, start);
    // Exchanging real and imaginary parts before and after makes the transform run backwards.
    const from = this.complexPasses();
    const zr = this.buffers[from + 1]!;
    const zi = this.buffers[from];
    for (let i = 0, k = 0; i < this.half; i++, k += 2) {
      out[k] = zr[i]! / this.half;
      out[k + 1] = zi[i]! / this.half;
    }
  }

  private repack(re: Float32Array | Float64Array, im: Float32Array | Float64Array, start: number): void {
    const { cos, sin, half } = this;
    const [zi, zr] = this.buffers;
    for (let k = 0; k < half; k++) {
      const mirror = half - k;
      const mirrorI = k === 0 ? 0 : im[start + mirror]!;
      const hereI = k === 0 ? 0 : im[start + k]!;
      const evenR = 0.5 * (re[start + k]! + re[start + mirror]!);
      const evenI = 0.5 * (hereI - mirrorI);
      const difR = 0.5 * (re[start + k]! - re[start + mirror]!);
      const difI = 0.5 * (hereI + mirrorI);
      zr[k] = evenR - (cos[k]! * difI + sin[k]! * difR);
      zi[k] = evenI + (cos[k]! * difR - sin[k]! * difI);
    }
  }

  private pack(y: Float32Array | Float64Array, start: number, window: Float64Array): void {
    const [re, im] = this.buffers;
    for (let i = 0, k = 0; i < this.half; i++, k += 2) {
      re[i] = y[start + k]! * window[k]!;
      im[i] = y[start + k + 1]! * window[k + 1]!;
    }
  }

  /** Slower, because it looks at every index: `??` stands in for samples that are not there. */
  private packEdge(y: Float32Array | Float64Array, start: number, window: Float64Array): void {
    const [re, im] = this.buffers;
    for (let i = 0, k = 0; i < this.half; i++, k += 2) {
      re[i] = (y[start + k] ?? 0) * window[k]!;
      im[i] = (y[start + k + 1] ?? 0) * window[k + 1]!;
    }
  }

  /** The passes over the packed samples; returns which pair of buffers holds the result: 0 or 2. */
  private complexPasses(): 0 | 2 {
    let from: 0 | 2 = 0;
    let length = this.half;
    let stride = 1;
    while (length > 1) {
      const radix = length % 4 === 0 ? 4 : 2;
      const [re, im, re2, im2] = this.buffers;
      const pass = radix === 4 ? this.radix4 : this.radix2;
      if (from === 0) pass.call(this, length, stride, re, im, re2, im2);
      else pass.call(this, length, stride, re2, im2, re, im);
      from = from === 0 ? 2 : 0;
      length /= radix;
      stride *= radix;
    }
    return from;
  }

  private radix4(
    length: number,
    stride: number,
    xr: Float64Array,
    xi: Float64Array,
    yr: Float64Array,
    yi: Float64Array,
  ): void {
    const quarter = length / 4;
    const { cos, sin } = this;
    for (let p = 0; p < quarter; p++) {
      const turn = 2 * p * stride; // of n, while the transform is of n / 2
      const c1 = cos[turn]!;
      const s1 = -sin[turn]!;
      const c2 = cos[2 * turn]!;
      const s2 = -sin[2 * turn]!;
      const c3 = cos[3 * turn]!;
      const s3 = -sin[3 * turn]!;
      const a = stride * p;
      const b = a + stride * quarter;
      const c = b + stride * quarter;
      const d = c + stride * quarter;
      const out = 4 * stride * p;
      for (let q = 0; q < stride; q++) {
        const sumR = xr[a + q]! + xr[c + q]!;
        const sumI = xi[a + q]! + xi[c + q]!;
        const difR = xr[a + q]! - xr[c + q]!;
        const difI = xi[a + q]! - xi[c + q]!;
        const sum2R = xr[b + q]! + xr[d + q]!;
        const sum2I = xi[b + q]! + xi[d + q]!;
        const dif2R = xr[b + q]! - xr[d + q]!;
        const dif2I = xi[b + q]! - xi[d + q]!;
        const r1 = difR + dif2I;
        const i1 = difI - dif2R;
        const r2 = sumR - sum2R;
        const i2 = sumI - sum2I;
        const r3 = difR - dif2I;
        const i3 = difI + dif2R;
        const o = out + q;
        yr[o] = sumR + sum2R;
        yi[o] = sumI + sum2I;
        yr[o + stride] = c1 * r1 - s1 * i1;
        yi[o + stride] = c1 * i1 + s1 * r1;
        yr[o + 2 * stride] = c2 * r2 - s2 * i2;
        yi[o + 2 * stride] = c2 * i2 + s2 * r2;
        yr[o + 3 * stride] = c3 * r3 - s3 * i3;
        yi[o + 3 * stride] = c3 * i3 + s3 * r3;
      }
    }
  }

  private radix2(
    length: number,
    stride: number,
    xr: Float64Array,
    xi: Float64Array,
    yr: Float64Array,
    yi: Float64Array,
  ): void {
    const half = length / 2;
    for (let p = 0; p < half; p++) {
      const c = this.cos[2 * p * stride]!;
      const s = -this.sin[2 * p * stride]!;
      const a = stride * p;
      const b = a + stride * half;
      const out = 2 * stride * p;
      for (let q = 0; q < stride; q++) {
        const difR = xr[a + q]! - xr[b + q]!;
        const difI = xi[a + q]! - xi[b + q]!;
        yr[out + q] = xr[a + q]! + xr[b + q]!;
        yi[out + q] = xi[a + q]! + xi[b + q]!;
        yr[out + stride + q] = c * difR - s * difI;
        yi[out + stride + q] = c * difI + s * difR;
      }
    }
  }

  private unpack(from: 0 | 2): void {
    const zr = this.buffers[from];
    const zi = this.buffers[from + 1]!;
    const { re, im, cos, sin, half } = this;
    re[0] = zr[0]! + zi[0]!;
    im[0] = 0;
    re[half] = zr[0]! - zi[0]!;
    im[half] = 0;
    // Bins k and half - k come from the same two values, and their twiddles are mirror images.
    for (let k = 1, mirror = half - 1; k <= mirror; k++, mirror--) {
      const evenR = 0.5 * (zr[k]! + zr[mirror]!);
      const evenI = 0.5 * (zi[k]! - zi[mirror]!);
      const oddR = 0.5 * (zi[k]! + zi[mirror]!);
      const oddI = 0.5 * (zr[mirror]! - zr[k]!);
      const turnedR = cos[k]! * oddR + sin[k]! * oddI;
      const turnedI = cos[k]! * oddI - sin[k]! * oddR;
      re[k] = evenR + turnedR;
      im[k] = evenI + turnedI;
      re[mirror] = evenR - turnedR;
      im[mirror] = turnedI - evenI;
    }
  }
}
