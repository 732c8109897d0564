/** Twiddles as assembly/fft.ts reads them, for transforms of one length. */
interface FftTables {
  /** Pass after pass: the first in blocks of two columns, later ones (cos, sin of the angle, twice it, three times it). */
  readonly twiddles: Float64Array;
  /** To take apart the packed transform: two cosines, two sines, ..., of bins 1 on, and of bins 0 on. */
  readonly turns: Float64Array;
  readonly inverseTurns: Float64Array;
}

/** Longer tables are not kept: they are large, and quick beside what they are used for. */
const KEPT_LENGTH = 65_536;
const kept = new Map<number, FftTables>();

/** @param n how many real samples: a power of two, at least 16 */
export function fftTables(n: number): FftTables {
  const known = kept.get(n);
  if (known !== undefined) return known;
  const half = n / 2;
  const tables = {
    twiddles: twiddlesOf(half),
    turns: turnsOf(half, 1, half / 2),
    inverseTurns: turnsOf(half, 0, half),
  };
  if (n <= KEPT_LENGTH) kept.set(n, tables);
  return tables;
}

function twiddlesOf(half: number): Float64Array {
  const values: number[] = [];
  const angle = (-2 * Math.PI) / half;
  for (let p = 0; p < half / 4; p += 2) {
    for (const times of [1, 2, 3]) {
      for (const part of [Math.cos, Math.sin]) {
        for (let lane = 0; lane < 2; lane++) values.push(part(angle * times * (p + lane)));
      }
    }
  }
  for (let stride = 4; 4 * stride <= half; stride *= 4) {
    for (let p = 0; p < half / 4; p += stride) {
      for (const times of [1, 2, 3]) values.push(Math.cos(angle * times * p), Math.sin(angle * times * p));
    }
  }
  return Float64Array.from(values);
}

function turnsOf(half: number, first: number, count: number): Float64Array {
  return Float64Array.from({ length: 2 * count }, (_, i) => {
    const angle = (Math.PI * (first + 2 * Math.floor(i / 4) + (i % 2))) / half;
    return i % 4 < 2 ? Math.cos(angle) : Math.sin(angle);
  });
}

/** The tables of transforms up to so many points are kept. */
const KEPT_POINTS = 65_536;

const keptTwiddles = new Map<number, Float32Array>();

/**
 * For transforms in float32 that leave their results with the digits reversed: for each pass of radix 4 over `points`, and
 * over a quarter, and so on, cos and sin of one, two and three angles.
 */
export function radix4Twiddles(points: number): Float32Array {
  const known = keptTwiddles.get(points);
  if (known !== undefined) return known;
  const values: number[] = [];
  for (let length = points; length >= 4; length /= 4) {
    for (let i = 0; i < length / 4; i++) {
      for (let turns = 1; turns <= 3; turns++) {
        const angle = (2 * Math.PI * turns * i) / length;
        values.push(Math.cos(angle), Math.sin(angle));
      }
    }
  }
  const twiddles = Float32Array.from(values);
  if (points <= KEPT_POINTS) keptTwiddles.set(points, twiddles);
  return twiddles;
}
