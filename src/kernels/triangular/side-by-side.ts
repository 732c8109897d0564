/** Systems whose values lie side by side, so that each value of L serves all four. */
const LANES = 4;

type SolveFour = (L: Float64Array, size: number, x: Float64Array) => void;

/** Solves systems of the rows of `b` (count, size), four at a time. */
export function solveFew(solveFour: SolveFour, L: Float64Array, size: number, b: Float64Array, count: number): void {
  const x = new Float64Array(LANES * size);
  for (let first = 0; first < count; first += LANES) {
    const lanes = Math.min(LANES, count - first);
    for (let lane = 0; lane < lanes; lane++) {
      for (let i = 0, from = (first + lane) * size; i < size; i++) x[LANES * i + lane] = b[from + i]!;
    }
    solveFour(L, size, x);
    for (let lane = 0; lane < lanes; lane++) {
      for (let i = 0, to = (first + lane) * size; i < size; i++) b[to + i] = x[LANES * i + lane]!;
    }
  }
}

/** L x = b in place, for x of (size, 4). */
export function solveLowerFour(L: Float64Array, size: number, x: Float64Array): void {
  for (let i = 0; i < size; i++) {
    const to = LANES * i;
    let [a, b, c, d] = [x[to]!, x[to + 1]!, x[to + 2]!, x[to + 3]!];
    const row = i * size;
    for (let k = 0, at = 0; k < i; k++, at += LANES) {
      const l = L[row + k]!;
      a -= l * x[at]!;
      b -= l * x[at + 1]!;
      c -= l * x[at + 2]!;
      d -= l * x[at + 3]!;
    }
    const pivot = L[row + i]!;
    x[to] = a / pivot;
    x[to + 1] = b / pivot;
    x[to + 2] = c / pivot;
    x[to + 3] = d / pivot;
  }
}

/** L' x = b in place, for x of (size, 4). */
export function solveUpperFour(L: Float64Array, size: number, x: Float64Array): void {
  for (let i = size - 1; i >= 0; i--) {
    const from = LANES * i;
    const row = i * size;
    for (let lane = 0; lane < LANES; lane++) x[from + lane]! /= L[row + i]!;
    const [a, b, c, d] = [x[from]!, x[from + 1]!, x[from + 2]!, x[from + 3]!];
    for (let k = 0, at = 0; k < i; k++, at += LANES) {
      const l = L[row + k]!;
      x[at]! -= l * a;
      x[at + 1]! -= l * b;
      x[at + 2]! -= l * c;
      x[at + 3]! -= l * d;
    }
  }
}
