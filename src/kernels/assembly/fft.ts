/**
 * Real transforms of a power of two, several frames a call, there and back: float64 inside, float32 outside.
 *
 * Float32 inside would be more than twice as fast, but librosa's windows are float64 and so are its transforms: of a pure
 * tone, most bins would hold rounding errors that are no longer librosa's.
 *
 * The algorithm is that of ../../features/spectrum/real-fft.ts: n real samples are packed into n / 2 complex ones, which
 * go through Stockham's radix 4. A vector holds two neighbouring columns: in the first pass those of consecutive samples,
 * later ones that share their twiddles. Tables come from ../fft-tables.ts, in the order in which they are read.
 *
 * Pointers and distances are in bytes. A complex buffer is one plane of `half` real parts, then one of imaginary ones.
 */

const VECTOR: usize = 16;

/** The first pass of radix 4: every column has its own twiddles, and blocks of results are turned before they are stored. */
@inline
function firstPass(plane: usize, x: usize, y: usize, twiddles: usize): void {
  const quarter = plane >> 2;
  for (let i: usize = 0; i < quarter; i += VECTOR) {
    const a = x + i;
    const b = a + quarter;
    const c = b + quarter;
    const d = c + quarter;
    const sumR = f64x2.add(v128.load(a), v128.load(c));
    const difR = f64x2.sub(v128.load(a), v128.load(c));
    const sumI = f64x2.add(v128.load(a + plane), v128.load(c + plane));
    const difI = f64x2.sub(v128.load(a + plane), v128.load(c + plane));
    const sum2R = f64x2.add(v128.load(b), v128.load(d));
    const dif2R = f64x2.sub(v128.load(b), v128.load(d));
    const sum2I = f64x2.add(v128.load(b + plane), v128.load(d + plane));
    const dif2I = f64x2.sub(v128.load(b + plane), v128.load(d + plane));
    const r1 = f64x2.add(difR, dif2I);
    const i1 = f64x2.sub(difI, dif2R);
    const r2 = f64x2.sub(sumR, sum2R);
    const i2 = f64x2.sub(sumI, sum2I);
    const r3 = f64x2.sub(difR, dif2I);
    const i3 = f64x2.add(difI, dif2R);
    const w = twiddles + i * 6;
    const c1 = v128.load(w, 0);
    const s1 = v128.load(w, 16);
    const c2 = v128.load(w, 32);
    const s2 = v128.load(w, 48);
    const c3 = v128.load(w, 64);
    const s3 = v128.load(w, 80);
    const out = y + i * 4;
    storeTurned(
      out,
      f64x2.add(sumR, sum2R),
      f64x2.sub(f64x2.mul(c1, r1), f64x2.mul(s1, i1)),
      f64x2.sub(f64x2.mul(c2, r2), f64x2.mul(s2, i2)),
      f64x2.sub(f64x2.mul(c3, r3), f64x2.mul(s3, i3)),
    );
    storeTurned(
      out + plane,
      f64x2.add(sumI, sum2I),
      f64x2.add(f64x2.mul(c1, i1), f64x2.mul(s1, r1)),
      f64x2.add(f64x2.mul(c2, i2), f64x2.mul(s2, r2)),
      f64x2.add(f64x2.mul(c3, i3), f64x2.mul(s3, r3)),
    );
  }
}

/** Stores column after column what comes as rows. */
@inline
function storeTurned(out: usize, y0: v128, y1: v128, y2: v128, y3: v128): void {
  v128.store(out, f64x2.shuffle(y0, y1, 0, 2), 0);
  v128.store(out, f64x2.shuffle(y2, y3, 0, 2), 16);
  v128.store(out, f64x2.shuffle(y0, y1, 1, 3), 32);
  v128.store(out, f64x2.shuffle(y2, y3, 1, 3), 48);
}

/**
 * A pass of radix 4 whose columns come in runs of `run` bytes that share their twiddles.
 *
 * Two vectors a turn, all loaded before any is stored: only then does V8 see that it may take them as one of twice the
 * width.
 */
@inline
function laterPass(plane: usize, run: usize, x: usize, y: usize, twiddles: usize): void {
  const quarter = plane >> 2;
  for (let i: usize = 0; i < quarter; i += run, x += run, y += 4 * run, twiddles += 48) {
    const c1 = v128.load64_splat(twiddles, 0);
    const s1 = v128.load64_splat(twiddles, 8);
    const c2 = v128.load64_splat(twiddles, 16);
    const s2 = v128.load64_splat(twiddles, 24);
    const c3 = v128.load64_splat(twiddles, 32);
    const s3 = v128.load64_splat(twiddles, 40);
    for (let q: usize = 0; q < run; q += 2 * VECTOR) columns(x + q, y + q, run, plane, c1, s1, c2, s2, c3, s3);
  }
}

@inline
function columns(
  a: usize, o: usize, run: usize, plane: usize, c1: v128, s1: v128, c2: v128, s2: v128, c3: v128, s3: v128,
): void {
  const b = a + (plane >> 2);
  const c = a + (plane >> 1);
  const d = b + (plane >> 1);
  const ai = a + plane;
  const bi = b + plane;
  const ci = c + plane;
  const di = d + plane;
  const sumR = f64x2.add(v128.load(a, 0), v128.load(c, 0));
  const difR = f64x2.sub(v128.load(a, 0), v128.load(c, 0));
  const sumI = f64x2.add(v128.load(ai, 0), v128.load(ci, 0));
  const difI = f64x2.sub(v128.load(ai, 0), v128.load(ci, 0));
  const sum2R = f64x2.add(v128.load(b, 0), v128.load(d, 0));
  const dif2R = f64x2.sub(v128.load(b, 0), v128.load(d, 0));
  const sum2I = f64x2.add(v128.load(bi, 0), v128.load(di, 0));
  const dif2I = f64x2.sub(v128.load(bi, 0), v128.load(di, 0));
  const r1 = f64x2.add(difR, dif2I);
  const i1 = f64x2.sub(difI, dif2R);
  const r2 = f64x2.sub(sumR, sum2R);
  const i2 = f64x2.sub(sumI, sum2I);
  const r3 = f64x2.sub(difR, dif2I);
  const i3 = f64x2.add(difI, dif2R);
  const sumR_ = f64x2.add(v128.load(a, 16), v128.load(c, 16));
  const difR_ = f64x2.sub(v128.load(a, 16), v128.load(c, 16));
  const sumI_ = f64x2.add(v128.load(ai, 16), v128.load(ci, 16));
  const difI_ = f64x2.sub(v128.load(ai, 16), v128.load(ci, 16));
  const sum2R_ = f64x2.add(v128.load(b, 16), v128.load(d, 16));
  const dif2R_ = f64x2.sub(v128.load(b, 16), v128.load(d, 16));
  const sum2I_ = f64x2.add(v128.load(bi, 16), v128.load(di, 16));
  const dif2I_ = f64x2.sub(v128.load(bi, 16), v128.load(di, 16));
  const r1_ = f64x2.add(difR_, dif2I_);
  const i1_ = f64x2.sub(difI_, dif2R_);
  const r2_ = f64x2.sub(sumR_, sum2R_);
  const i2_ = f64x2.sub(sumI_, sum2I_);
  const r3_ = f64x2.sub(difR_, dif2I_);
  const i3_ = f64x2.add(difI_, dif2R_);
  const o1 = o + run;
  const o2 = o1 + run;
  const o3 = o2 + run;
  v128.store(o, f64x2.add(sumR, sum2R), 0);
  v128.store(o, f64x2.add(sumR_, sum2R_), 16);
  v128.store(o + plane, f64x2.add(sumI, sum2I), 0);
  v128.store(o + plane, f64x2.add(sumI_, sum2I_), 16);
  v128.store(o1, f64x2.sub(f64x2.mul(c1, r1), f64x2.mul(s1, i1)), 0);
  v128.store(o1, f64x2.sub(f64x2.mul(c1, r1_), f64x2.mul(s1, i1_)), 16);
  v128.store(o1 + plane, f64x2.add(f64x2.mul(c1, i1), f64x2.mul(s1, r1)), 0);
  v128.store(o1 + plane, f64x2.add(f64x2.mul(c1, i1_), f64x2.mul(s1, r1_)), 16);
  v128.store(o2, f64x2.sub(f64x2.mul(c2, r2), f64x2.mul(s2, i2)), 0);
  v128.store(o2, f64x2.sub(f64x2.mul(c2, r2_), f64x2.mul(s2, i2_)), 16);
  v128.store(o2 + plane, f64x2.add(f64x2.mul(c2, i2), f64x2.mul(s2, r2)), 0);
  v128.store(o2 + plane, f64x2.add(f64x2.mul(c2, i2_), f64x2.mul(s2, r2_)), 16);
  v128.store(o3, f64x2.sub(f64x2.mul(c3, r3), f64x2.mul(s3, i3)), 0);
  v128.store(o3, f64x2.sub(f64x2.mul(c3, r3_), f64x2.mul(s3, i3_)), 16);
  v128.store(o3 + plane, f64x2.add(f64x2.mul(c3, i3), f64x2.mul(s3, r3)), 0);
  v128.store(o3 + plane, f64x2.add(f64x2.mul(c3, i3_), f64x2.mul(s3, r3_)), 16);
}

/** The pass of radix 2 that is left where `half` is no power of four; it has no twiddles. */
@inline
function lastPass(plane: usize, x: usize, y: usize): void {
  const middle = plane >> 1;
  for (let part: usize = 0; part < 2 * plane; part += plane) {
    for (let i: usize = 0; i < middle; i += VECTOR) {
      const a = x + part + i;
      const o = y + part + i;
      v128.store(o, f64x2.add(v128.load(a), v128.load(a + middle)));
      v128.store(o + middle, f64x2.sub(v128.load(a), v128.load(a + middle)));
    }
  }
}

/** All passes over the buffer at `x`, with the one at `y` to alternate; returns the one that holds the result. */
@inline
function passes(plane: usize, x: usize, y: usize, twiddles: usize): usize {
  firstPass(plane, x, y, twiddles);
  twiddles += plane + (plane >> 1);
  let from = y;
  let to = x;
  for (let run: usize = 2 * VECTOR; run < plane; ) {
    if (run << 1 == plane) {
      lastPass(plane, from, to);
      run <<= 1;
    } else {
      laterPass(plane, run, from, to, twiddles);
      run <<= 2;
      twiddles += 48 * (plane / run);
    }
    const other = from;
    from = to;
    to = other;
  }
  return from;
}

/** Samples times the window, the even ones as real parts and the odd ones as imaginary. */
@inline
function pack(plane: usize, y: usize, window: usize, x: usize): void {
  for (const end = x + plane; x < end; x += VECTOR, y += 16, window += 32) {
    const a = f64x2.mul(f64x2.promote_low_f32x4(v128.load64_zero(y, 0)), v128.load(window, 0));
    const b = f64x2.mul(f64x2.promote_low_f32x4(v128.load64_zero(y, 8)), v128.load(window, 16));
    v128.store(x, f64x2.shuffle(a, b, 0, 2));
    v128.store(x + plane, f64x2.shuffle(a, b, 1, 3));
  }
}

@inline
function reverse(a: v128): v128 {
  return f64x2.shuffle(a, a, 1, 0);
}

/** Rounds two values to float32. */
@inline
function store32(at: usize, values: v128): void {
  v128.store64_lane(at, f32x4.demote_f64x2_zero(values), 0);
}

/**
 * Bins 0 to half from the packed transform `z`, as float32: magnitudes to `re`, or real and imaginary parts.
 * Bins k and half - k are made together: they come from the same values, and their twiddles are mirrored.
 */
@inline
function unpack(plane: usize, z: usize, turns: usize, re: usize, im: usize, magnitude: bool): void {
  const halves = f64x2.splat(0.5);
  for (let k: usize = 8; k <= plane >> 1; k += VECTOR, turns += 32) {
    const mirror = plane - k - 8;
    const zr = v128.load(z + k);
    const zi = v128.load(z + k + plane);
    const mr = reverse(v128.load(z + mirror));
    const mi = reverse(v128.load(z + mirror + plane));
    const cos = v128.load(turns, 0);
    const sin = v128.load(turns, 16);
    const evenR = f64x2.mul(halves, f64x2.add(zr, mr));
    const evenI = f64x2.mul(halves, f64x2.sub(zi, mi));
    const oddR = f64x2.mul(halves, f64x2.add(zi, mi));
    const oddI = f64x2.mul(halves, f64x2.sub(mr, zr));
    const turnedR = f64x2.add(f64x2.mul(cos, oddR), f64x2.mul(sin, oddI));
    const turnedI = f64x2.sub(f64x2.mul(cos, oddI), f64x2.mul(sin, oddR));
    const hereR = f64x2.add(evenR, turnedR);
    const hereI = f64x2.add(evenI, turnedI);
    const thereR = reverse(f64x2.sub(evenR, turnedR));
    const thereI = reverse(f64x2.sub(turnedI, evenI));
    const here = k >> 1;
    const there = mirror >> 1;
    if (magnitude) {
      store32(re + there, f64x2.sqrt(f64x2.add(f64x2.mul(thereR, thereR), f64x2.mul(thereI, thereI))));
      store32(re + here, f64x2.sqrt(f64x2.add(f64x2.mul(hereR, hereR), f64x2.mul(hereI, hereI))));
    } else {
      store32(re + there, thereR);
      store32(im + there, thereI);
      store32(re + here, hereR);
      store32(im + here, hereI);
    }
  }
  const lowest = load<f64>(z) + load<f64>(z + plane);
  const highest = load<f64>(z) - load<f64>(z + plane);
  const end = plane >> 1;
  store<f32>(re, <f32>(magnitude ? abs<f64>(lowest) : lowest));
  store<f32>(re + end, <f32>(magnitude ? abs<f64>(highest) : highest));
  if (magnitude) return;
  store<f32>(im, 0);
  store<f32>(im + end, 0);
}

/** Magnitudes of `count` frames that begin `hop` bytes apart: (count, half + 1) at `out`. */
export function magnitudes(
  half: usize, count: usize, y: usize, hop: usize, window: usize, twiddles: usize, turns: usize, work: usize, out: usize,
): void {
  const plane = half * 8;
  const row = half * 4 + 4;
  for (let t: usize = 0; t < count; t++, y += hop, out += row) {
    pack(plane, y, window, work);
    unpack(plane, passes(plane, work, work + 2 * plane, twiddles), turns, out, 0, true);
  }
}

/** Bins of `count` frames that begin `hop` bytes apart: (count, half + 1) at `re` and at `im`. */
export function bins(
  half: usize, count: usize, y: usize, hop: usize, window: usize, twiddles: usize, turns: usize, work: usize,
  re: usize, im: usize,
): void {
  const plane = half * 8;
  const row = half * 4 + 4;
  for (let t: usize = 0; t < count; t++, y += hop, re += row, im += row) {
    pack(plane, y, window, work);
    unpack(plane, passes(plane, work, work + 2 * plane, twiddles), turns, re, im, false);
  }
}

@inline
function load64(at: usize): v128 {
  return f64x2.promote_low_f32x4(v128.load64_zero(at));
}

/** The packed transform of bins 0 to half, with real and imaginary parts exchanged: forwards then runs backwards. */
@inline
function repack(plane: usize, re: usize, im: usize, turns: usize, x: usize): void {
  const halves = f64x2.splat(0.5);
  const end = plane >> 1;
  store<f32>(im, 0);
  store<f32>(im + end, 0);
  for (let k: usize = 0; k < end; k += 8, x += VECTOR, turns += 32) {
    const mirror = end - k - 4;
    const hr = load64(re + k);
    const hi = load64(im + k);
    const mr = reverse(load64(re + mirror));
    const mi = reverse(load64(im + mirror));
    const cos = v128.load(turns, 0);
    const sin = v128.load(turns, 16);
    const difR = f64x2.mul(halves, f64x2.sub(hr, mr));
    const difI = f64x2.mul(halves, f64x2.add(hi, mi));
    const evenR = f64x2.mul(halves, f64x2.add(hr, mr));
    const evenI = f64x2.mul(halves, f64x2.sub(hi, mi));
    v128.store(x, f64x2.add(evenI, f64x2.sub(f64x2.mul(cos, difR), f64x2.mul(sin, difI))));
    v128.store(x + plane, f64x2.sub(evenR, f64x2.add(f64x2.mul(cos, difI), f64x2.mul(sin, difR))));
  }
}

/**
 * Adds `count` frames of which the bins are at `re` and `im`, each times the window, to the samples at `out`, `hop` bytes
 * apart. The window holds the factor 1 / half. The imaginary parts of the first and the last bin are set to 0.
 */
export function overlapAdd(
  half: usize, count: usize, re: usize, im: usize, hop: usize, window: usize, twiddles: usize, turns: usize, work: usize,
  out: usize,
): void {
  const plane = half * 8;
  const row = half * 4 + 4;
  for (let t: usize = 0; t < count; t++, re += row, im += row, out += hop) {
    repack(plane, re, im, turns, work);
    const odd = passes(plane, work, work + 2 * plane, twiddles);
    for (let i: usize = 0; i < plane; i += VECTOR) {
      const first = f64x2.mul(f64x2.shuffle(v128.load(odd + i + plane), v128.load(odd + i), 0, 2), v128.load(window + 2 * i, 0));
      const second = f64x2.mul(f64x2.shuffle(v128.load(odd + i + plane), v128.load(odd + i), 1, 3), v128.load(window + 2 * i, 16));
      const both = f64x2.shuffle(f32x4.demote_f64x2_zero(first), f32x4.demote_f64x2_zero(second), 0, 2);
      v128.store(out + i, f32x4.add(v128.load(out + i), both));
    }
  }
}
