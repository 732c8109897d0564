/**
 * What a cell does between the products, value by value over `size` bytes. Gates lie `size` bytes apart: i, f, c, o for
 * an LSTM; z, r, h and one more for a GRU. On the way back the gates are overwritten by their gradients.
 *
 * Each turn computes two vectors side by side and stores them last: only such pairs does V8 join to one of 256 bits.
 */
import { madd } from "../shared/float32";
import { storePair } from "../shared/vectors";

/** Eigen's quotient of polynomials of degrees 13 and 6: within some units of the last place, +-1 beyond 7.9. */
// @ts-ignore: decorator
@inline
function tanh(value: v128): v128 {
  const limit = f32x4.splat(7.90531110763549805);
  const x = f32x4.max(f32x4.min(value, limit), f32x4.neg(limit));
  const square = f32x4.mul(x, x);
  let over = madd(f32x4.splat(-2.76076847742355e-16), square, f32x4.splat(2.00018790482477e-13));
  over = madd(over, square, f32x4.splat(-8.60467152213735e-11));
  over = madd(over, square, f32x4.splat(5.12229709037114e-8));
  over = madd(over, square, f32x4.splat(1.48572235717979e-5));
  over = madd(over, square, f32x4.splat(6.37261928875436e-4));
  over = madd(over, square, f32x4.splat(4.89352455891786e-3));
  let under = madd(f32x4.splat(1.19825839466702e-6), square, f32x4.splat(1.18534705686654e-4));
  under = madd(under, square, f32x4.splat(2.2684346324390e-3));
  under = madd(under, square, f32x4.splat(4.89352518554385e-3));
  return f32x4.div(f32x4.mul(over, x), under);
}

// @ts-ignore: decorator
@inline
function sigmoid(value: v128): v128 {
  const half = f32x4.splat(0.5);
  return madd(half, tanh(f32x4.mul(value, half)), half);
}

/**
 * 0 for what is smaller than 1e-25: gradients fade over a thousand steps, and processors are a hundred times slower with
 * numbers below 1e-38, which have no place of their own in a float32. WebAssembly cannot ask for them to be dropped.
 */
// @ts-ignore: decorator
@inline
function audible(value: v128): v128 {
  return v128.and(value, f32x4.gt(f32x4.abs(value), f32x4.splat(1e-25)));
}

/** value (1 - value), the slope of a sigmoid. */
// @ts-ignore: decorator
@inline
function slope(value: v128): v128 {
  return f32x4.mul(value, f32x4.sub(f32x4.splat(1), value));
}

/** 1 - value^2, the slope of tanh. */
// @ts-ignore: decorator
@inline
function tanhSlope(value: v128): v128 {
  return f32x4.sub(f32x4.splat(1), f32x4.mul(value, value));
}

export function activate(relu: bool, h: usize, size: usize): void {
  const zero = f32x4.splat(0);
  for (const end = h + size; h < end; h += 32) {
    const x = v128.load(h), x2 = v128.load(h, 16);
    if (relu) {
      storePair(h, f32x4.max(x, zero), f32x4.max(x2, zero));
    } else {
      const y = tanh(x), y2 = tanh(x2);
      storePair(h, y, y2);
    }
  }
}

/** @param z takes the gradient before the activation; before: that of the state before, which gets none this way */
export function activateBack(relu: bool, h: usize, dh: usize, z: usize, before: usize, size: usize): void {
  const zero = f32x4.splat(0);
  for (const end = h + size; h < end; h += 32, dh += 32, z += 32) {
    const state = v128.load(h), state2 = v128.load(h, 16);
    const gradient = audible(v128.load(dh)), gradient2 = audible(v128.load(dh, 16));
    if (relu) {
      storePair(z, v128.and(gradient, f32x4.gt(state, zero)), v128.and(gradient2, f32x4.gt(state2, zero)));
    } else {
      storePair(z, f32x4.mul(gradient, tanhSlope(state)), f32x4.mul(gradient2, tanhSlope(state2)));
    }
  }
  memory.fill(before, 0, size);
}

export function lstm(gates: usize, c: usize, cNext: usize, h: usize, size: usize): void {
  for (const end = gates + size; gates < end; gates += 32, c += 32, cNext += 32, h += 32) {
    const atF = gates + size, atG = atF + size, atO = atG + size;
    const i = sigmoid(v128.load(gates)), i2 = sigmoid(v128.load(gates, 16));
    const f = sigmoid(v128.load(atF)), f2 = sigmoid(v128.load(atF, 16));
    const g = tanh(v128.load(atG)), g2 = tanh(v128.load(atG, 16));
    const o = sigmoid(v128.load(atO)), o2 = sigmoid(v128.load(atO, 16));
    const cell = madd(i, g, f32x4.mul(f, v128.load(c))), cell2 = madd(i2, g2, f32x4.mul(f2, v128.load(c, 16)));
    const shown = f32x4.mul(o, tanh(cell)), shown2 = f32x4.mul(o2, tanh(cell2));
    storePair(gates, i, i2);
    storePair(atF, f, f2);
    storePair(atG, g, g2);
    storePair(atO, o, o2);
    storePair(cNext, cell, cell2);
    storePair(h, shown, shown2);
  }
}

export function lstmBack(
  gates: usize, c: usize, cNext: usize, dh: usize, dc: usize, before: usize, cBefore: usize, size: usize,
): void {
  memory.fill(before, 0, size);
  for (const end = gates + size; gates < end; gates += 32) {
    const atF = gates + size, atG = atF + size, atO = atG + size;
    const i = v128.load(gates), i2 = v128.load(gates, 16), f = v128.load(atF), f2 = v128.load(atF, 16);
    const g = v128.load(atG), g2 = v128.load(atG, 16), o = v128.load(atO), o2 = v128.load(atO, 16);
    const shown = tanh(v128.load(cNext)), shown2 = tanh(v128.load(cNext, 16));
    const gradient = audible(v128.load(dh)), gradient2 = audible(v128.load(dh, 16));
    const cell = madd(f32x4.mul(gradient, o), tanhSlope(shown), audible(v128.load(dc)));
    const cell2 = madd(f32x4.mul(gradient2, o2), tanhSlope(shown2), audible(v128.load(dc, 16)));
    const di = f32x4.mul(f32x4.mul(cell, g), slope(i)), di2 = f32x4.mul(f32x4.mul(cell2, g2), slope(i2));
    const df = f32x4.mul(f32x4.mul(cell, v128.load(c)), slope(f));
    const df2 = f32x4.mul(f32x4.mul(cell2, v128.load(c, 16)), slope(f2));
    const dg = f32x4.mul(f32x4.mul(cell, i), tanhSlope(g)), dg2 = f32x4.mul(f32x4.mul(cell2, i2), tanhSlope(g2));
    const d = f32x4.mul(f32x4.mul(gradient, shown), slope(o)), d2 = f32x4.mul(f32x4.mul(gradient2, shown2), slope(o2));
    storePair(gates, di, di2);
    storePair(atF, df, df2);
    storePair(atG, dg, dg2);
    storePair(atO, d, d2);
    storePair(cBefore, f32x4.mul(cell, f), f32x4.mul(cell2, f2));
    c += 32; cNext += 32; dh += 32; dc += 32; cBefore += 32;
  }
}

/** The gates z and r, and r h where the reset comes before the product. */
export function gruGates(gates: usize, h: usize, resetAfter: bool, size: usize): void {
  for (const end = gates + size; gates < end; gates += 16, h += 16) {
    const r = sigmoid(v128.load(gates + size));
    v128.store(gates, sigmoid(v128.load(gates)));
    v128.store(gates + size, r);
    if (!resetAfter) v128.store(gates + 3 * size, f32x4.mul(r, v128.load(h)));
  }
}

export function gru(gates: usize, h: usize, hNext: usize, resetAfter: bool, size: usize): void {
  for (const end = gates + size; gates < end; gates += 16, h += 16, hNext += 16) {
    let proposal = v128.load(gates + 2 * size);
    if (resetAfter) proposal = madd(v128.load(gates + size), v128.load(gates + 3 * size), proposal);
    proposal = tanh(proposal);
    v128.store(gates + 2 * size, proposal);
    v128.store(hNext, madd(v128.load(gates), f32x4.sub(v128.load(h), proposal), proposal));
  }
}

/** With the reset after the product, the fourth place takes the gradient of that product. */
export function gruBack(gates: usize, h: usize, dh: usize, before: usize, resetAfter: bool, size: usize): void {
  const one = f32x4.splat(1);
  for (const end = gates + size; gates < end; gates += 16, h += 16, dh += 16, before += 16) {
    const z = v128.load(gates), proposal = v128.load(gates + 2 * size), gradient = audible(v128.load(dh));
    const inner = f32x4.mul(f32x4.mul(gradient, f32x4.sub(one, z)), tanhSlope(proposal));
    v128.store(before, f32x4.mul(gradient, z));
    v128.store(gates, f32x4.mul(f32x4.mul(gradient, f32x4.sub(v128.load(h), proposal)), slope(z)));
    v128.store(gates + 2 * size, inner);
    if (resetAfter) {
      const r = v128.load(gates + size);
      v128.store(gates + size, f32x4.mul(f32x4.mul(inner, v128.load(gates + 3 * size)), slope(r)));
      v128.store(gates + 3 * size, f32x4.mul(inner, r));
    }
  }
}

/** With the reset before the product: what the gradient `dReset` of r h means for r and for h. */
export function resetBack(gates: usize, h: usize, dReset: usize, before: usize, size: usize): void {
  for (const end = gates + size; gates < end; gates += 16, h += 16, dReset += 16, before += 16) {
    const r = v128.load(gates + size), gradient = audible(v128.load(dReset));
    v128.store(before, madd(gradient, r, v128.load(before)));
    v128.store(gates + size, f32x4.mul(f32x4.mul(gradient, v128.load(h)), slope(r)));
  }
}
