/** A pair of buffers: real and imaginary parts. */
export interface ComplexArrays {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/**
 * The discrete Fourier transform of every column of an (n, columns) matrix, float64, any n; fast for powers of two.
 *
 * Stockham's autosort algorithm (Van Loan 1992, 1.7), radix 4 and 2 and whatever odd primes n has. Columns lie side by
 * side, so the innermost loops run over contiguous numbers.
 */
export class ColumnFft {
  private readonly cos: Float64Array;
  private readonly sin: Float64Array;
  private readonly radices: readonly number[];
  private readonly spare: ComplexArrays;

  constructor(
    readonly n: number,
    readonly columns: number,
  ) {
    this.cos = Float64Array.from({ length: n }, (_, k) => Math.cos((2 * Math.PI * k) / n));
    this.sin = Float64Array.from({ length: n }, (_, k) => Math.sin((2 * Math.PI * k) / n));
    this.radices = radicesOf(n);
    this.spare = { re: new Float64Array(n * columns), im: new Float64Array(n * columns) };
  }

  /** Transforms in place. */
  forward(values: ComplexArrays): void {
    let from = values;
    let to = this.spare;
    let length = this.n;
    let stride = this.columns;
    for (const radix of this.radices) {
      this.pass(radix, length, stride, from, to);
      [from, to] = [to, from];
      length /= radix;
      stride *= radix;
    }
    if (from !== values) {
      values.re.set(from.re);
      values.im.set(from.im);
    }
  }

  /** As `forward`, with the other sign and without dividing by n. */
  backward({ re, im }: ComplexArrays): void {
    this.forward({ re: im, im: re });
  }

  private pass(radix: number, length: number, stride: number, from: ComplexArrays, to: ComplexArrays): void {
    const { cos, sin, n, columns } = this;
    const part = length / radix;
    const turn = stride / columns; // twiddles of this pass are every so many of the table
    for (let p = 0; p < part; p++) {
      for (let j = 0; j < radix; j++) {
        const out = stride * (radix * p + j);
        to.re.fill(0, out, out + stride);
        to.im.fill(0, out, out + stride);
        for (let r = 0; r < radix; r++) {
          const w = (j * (p + r * part) * turn) % n;
          const c = cos[w]!;
          const s = -sin[w]!;
          const at = stride * (p + r * part);
          for (let q = 0; q < stride; q++) {
            to.re[out + q]! += c * from.re[at + q]! - s * from.im[at + q]!;
            to.im[out + q]! += c * from.im[at + q]! + s * from.re[at + q]!;
          }
        }
      }
    }
  }
}

/** The factors of n: fours, a two where it takes one, odd primes. */
export function radicesOf(n: number): number[] {
  const radices: number[] = [];
  let rest = n;
  for (const radix of [4, 2]) {
    for (; rest % radix === 0; rest /= radix) radices.push(radix);
  }
  for (let prime = 3; rest > 1; prime += 2) {
    for (; rest % prime === 0; rest /= prime) radices.push(prime);
  }
  return radices;
}
