/**
 * What a cell does between the products, value by value over `size` bytes. Gates lie `size` bytes apart: i, f, c, o for
 * an LSTM; z, r, h and one more for a GRU. On the way back the gates are overwritten by their gradients.
 */
import { madd } from "./products";

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
  for (const end = h + size; h < end; h += 16) {
    const value = v128.load(h);
    v128.store(h, relu ? f32x4.max(value, f32x4.splat(0)) : tanh(value));
  }
}

/** @param z takes the gradient before the activation; before: that of the state before, which gets none this way */
export function activateBack(relu: bool, h: usize, dh: usize, z: usize, before: usize, size: usize): void {
  const zero = f32x4.splat(0);
  for (const end = h + size; h < end; h += 16, dh += 16, z += 16, before += 16) {
    const state = v128.load(h), gradient = audible(v128.load(dh));
    v128.store(z, relu ? v128.and(gradient, f32x4.gt(state, zero)) : f32x4.mul(gradient, tanhSlope(state)));
    v128.store(before, zero);
  }
}

export function lstm(gates: usize, c: usize, cNext: usize, h: usize, size: usize): void {
  for (const end = gates + size; gates < end; gates += 16, c += 16, cNext += 16, h += 16) {
    const i = sigmoid(v128.load(gates)), f = sigmoid(v128.load(gates + size));
    const g = tanh(v128.load(gates + 2 * size)), o = sigmoid(v128.load(gates + 3 * size));
    const cell = madd(i, g, f32x4.mul(f, v128.load(c)));
    v128.store(gates, i);
    v128.store(gates + size, f);
    v128.store(gates + 2 * size, g);
    v128.store(gates + 3 * size, o);
    v128.store(cNext, cell);
    v128.store(h, f32x4.mul(o, tanh(cell)));
  }
}

export function lstmBack(
  gates: usize, c: usize, cNext: usize, dh: usize, dc: usize, before: usize, cBefore: usize, size: usize,
): void {
  for (const end = gates + size; gates < end; gates += 16) {
    const i = v128.load(gates), f = v128.load(gates + size);
    const g = v128.load(gates + 2 * size), o = v128.load(gates + 3 * size);
    const shown = tanh(v128.load(cNext)), gradient = audible(v128.load(dh));
    const cell = madd(f32x4.mul(gradient, o), tanhSlope(shown), audible(v128.load(dc)));
    v128.store(gates, f32x4.mul(f32x4.mul(cell, g), slope(i)));
    v128.store(gates + size, f32x4.mul(f32x4.mul(cell, v128.load(c)), slope(f)));
    v128.store(gates + 2 * size, f32x4.mul(f32x4.mul(cell, i), tanhSlope(g)));
    v128.store(gates + 3 * size, f32x4.mul(f32x4.mul(gradient, shown), slope(o)));
    v128.store(cBefore, f32x4.mul(cell, f));
    v128.store(before, f32x4.splat(0));
    c += 16; cNext += 16; dh += 16; dc += 16; before += 16; cBefore += 16;
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
