/** Lanczos' approximation of the gamma function with g = 7 and nine terms (Godfrey 2001), good to 1e-15. */
const LANCZOS_G = 7;
const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

const MAX_TERMS = 10_000;
/** Stands for 0 in a denominator of a continued fraction (Lentz's method as modified by Thompson and Barnett). */
const TINY = 1e-300;

/** ln(gamma(x)) for x > 0. */
function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const base = x - 1 + LANCZOS_G + 0.5;
  const sum = LANCZOS.reduce((total, term, i) => total + (i === 0 ? term : term / (x - 1 + i)), 0);
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(base) - base + Math.log(sum);
}

/** The regularised upper incomplete gamma function Q(a, x), 1 at x = 0 (Abramowitz and Stegun 6.5.29 and 6.5.31). */
export function upperGamma(a: number, x: number): number {
  if (x <= 0) return 1;
  const scale = Math.exp(a * Math.log(x) - x - logGamma(a));
  if (x < a + 1) {
    let term = 1 / a;
    let sum = term;
    for (let n = 1; n < MAX_TERMS && term > sum * Number.EPSILON; n++) {
      term *= x / (a + n);
      sum += term;
    }
    return 1 - scale * sum;
  }
  return scale * continuedFraction((n) => [n === 0 ? 1 : -n * (n - a), x + 2 * n + 1 - a]);
}

/** The regularised incomplete beta function I_x(a, b), 0 at x = 0 and 1 at x = 1 (DLMF 8.17.22). */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  // The fraction converges fast below the mean only.
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const logScale = logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x);
  const fraction = continuedFraction((n) => {
    if (n === 0) return [1, 1];
    const m = Math.floor(n / 2);
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    return [n % 2 === 0 ? even : odd, 1];
  });
  return (Math.exp(logScale) * fraction) / a;
}

/** a0 / (b0 + a1 / (b1 + a2 / (b2 + ...))), terms [an, bn]. */
function continuedFraction(term: (n: number) => readonly [a: number, b: number]): number {
  let value = TINY;
  let c = value;
  let d = 0;
  for (let n = 0; n < MAX_TERMS; n++) {
    const [a, b] = term(n);
    d = b + a * d;
    c = b + a / c;
    if (Math.abs(d) < TINY) d = TINY;
    if (Math.abs(c) < TINY) c = TINY;
    d = 1 / d;
    const factor = c * d;
    value *= factor;
    if (Math.abs(factor - 1) <= Number.EPSILON) break;
  }
  return value;
}
