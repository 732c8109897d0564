/**
 * Bands of a long transform, weighted, folded to a short one and transformed back: narrow filters at a low output rate.
 *
 * Pointers and distances are in bytes; bands begin and end on multiples of eight bins, and there are multiples of eight
 * bands, so that two vectors are taken a turn, which the machine may take as one.
 */

const VECTOR: usize = 16;
const PAIR: usize = 32;

/**
 * Adds weight times spectrum, bin by bin, to the bins that are left when only `size` of them are, for each of `blocks`
 * spectra that lie `apart` bytes from each other; their targets lie `row` bytes from each other. Weights, which fill more
 * than a cache, so come through it once for all blocks.
 *
 * An entry of the table is: offset in the spectrum, length, weights (real, then imaginary), offset of the first bin's target.
 * Targets are one row a band: `size` real parts, then as many imaginary ones.
 */
export function fold(
  table: usize, count: usize, blocks: usize, re: usize, im: usize, apart: usize, size: usize, folded: usize, row: usize,
): void {
  for (let band: usize = 0; band < count; band++, table += 16, folded += 2 * size) {
    let target = folded;
    let offset: usize = load<u32>(table, 0);
    for (let block: usize = 0; block < blocks; block++, target += row, offset += apart) {
      foldBand(re + offset, im + offset, load<u32>(table, 4), load<u32>(table, 8), load<u32>(table, 12), size, target);
    }
  }
}

/** Lays `count` values after the one at `middle` before it, in reverse, times 1 or -1: a multiple of four. */
export function mirror(middle: usize, count: usize, sign: f32): void {
  const signs = f32x4.splat(sign);
  let a = middle + 4;
  for (let o = middle - VECTOR; o >= middle - 4 * count; o -= VECTOR, a += VECTOR) {
    const values = v128.load(a);
    v128.store(o, f32x4.mul(signs, f32x4.shuffle(values, values, 3, 2, 1, 0)));
  }
}

/** One band of one block; `target` is where in its row the first bin goes. */
@inline
function foldBand(xr: usize, xi: usize, length: usize, w: usize, target: usize, size: usize, folded: usize): void {
  let wi = w + length;
  for (let left = length; left > 0; ) {
    const run = min(size - target, left);
    let o = folded + target;
    for (const end = o + run; o < end; o += PAIR, xr += PAIR, xi += PAIR, w += PAIR, wi += PAIR) {
      const r0 = f32x4.sub(f32x4.mul(v128.load(xr, 0), v128.load(w, 0)), f32x4.mul(v128.load(xi, 0), v128.load(wi, 0)));
      const r1 = f32x4.sub(f32x4.mul(v128.load(xr, 16), v128.load(w, 16)), f32x4.mul(v128.load(xi, 16), v128.load(wi, 16)));
      const i0 = f32x4.add(f32x4.mul(v128.load(xi, 0), v128.load(w, 0)), f32x4.mul(v128.load(xr, 0), v128.load(wi, 0)));
      const i1 = f32x4.add(f32x4.mul(v128.load(xi, 16), v128.load(w, 16)), f32x4.mul(v128.load(xr, 16), v128.load(wi, 16)));
      v128.store(o, f32x4.add(v128.load(o, 0), r0), 0);
      v128.store(o, f32x4.add(v128.load(o, 16), r1), 16);
      const oi = o + size;
      v128.store(oi, f32x4.add(v128.load(oi, 0), i0), 0);
      v128.store(oi, f32x4.add(v128.load(oi, 16), i1), 16);
    }
    left -= run;
    target = 0;
  }
}

/** Rows of `size` bytes, re and im in turn, become columns of planes, one plane re and one im; `row` bytes a row there. */
@inline
function turn(count: usize, size: usize, folded: usize, row: usize, out: usize): void {
  const plane = (size >> 2) * row;
  for (let band: usize = 0; band < count; band += 4) {
    for (let part: usize = 0; part < 2; part++) {
      let a = folded + band * 2 * size + part * size;
      let o = out + part * plane + band * 4;
      for (const end = a + size; a < end; a += VECTOR) {
        const y0 = v128.load(a);
        const y1 = v128.load(a + 2 * size);
        const y2 = v128.load(a + 4 * size);
        const y3 = v128.load(a + 6 * size);
        const low01 = f32x4.shuffle(y0, y1, 0, 4, 1, 5);
        const low23 = f32x4.shuffle(y2, y3, 0, 4, 1, 5);
        const high01 = f32x4.shuffle(y0, y1, 2, 6, 3, 7);
        const high23 = f32x4.shuffle(y2, y3, 2, 6, 3, 7);
        v128.store(o, f64x2.shuffle(low01, low23, 0, 2));
        o += row;
        v128.store(o, f64x2.shuffle(low01, low23, 1, 3));
        o += row;
        v128.store(o, f64x2.shuffle(high01, high23, 0, 2));
        o += row;
        v128.store(o, f64x2.shuffle(high01, high23, 1, 3));
        o += row;
      }
    }
  }
}

/** One vector of a pass of radix 4, backwards; `Which` tells which of a pair, as a type, so that the offset is constant. */
@inline
function columns<Which>(
  a: usize, o: usize, part: usize, run: usize, plane: usize,
  c1: v128, s1: v128, c2: v128, s2: v128, c3: v128, s3: v128,
): void {
  const at: usize = VECTOR * (sizeof<Which>() - 1);
  const b = a + part;
  const c = b + part;
  const d = c + part;
  const ai = a + plane;
  const bi = b + plane;
  const ci = c + plane;
  const di = d + plane;
  const sumR = f32x4.add(v128.load(a, at), v128.load(c, at));
  const difR = f32x4.sub(v128.load(a, at), v128.load(c, at));
  const sumI = f32x4.add(v128.load(ai, at), v128.load(ci, at));
  const difI = f32x4.sub(v128.load(ai, at), v128.load(ci, at));
  const sum2R = f32x4.add(v128.load(b, at), v128.load(d, at));
  const dif2R = f32x4.sub(v128.load(b, at), v128.load(d, at));
  const sum2I = f32x4.add(v128.load(bi, at), v128.load(di, at));
  const dif2I = f32x4.sub(v128.load(bi, at), v128.load(di, at));
  const r1 = f32x4.sub(difR, dif2I);
  const i1 = f32x4.add(difI, dif2R);
  const r2 = f32x4.sub(sumR, sum2R);
  const i2 = f32x4.sub(sumI, sum2I);
  const r3 = f32x4.add(difR, dif2I);
  const i3 = f32x4.sub(difI, dif2R);
  const o1 = o + run;
  const o2 = o1 + run;
  const o3 = o2 + run;
  v128.store(o, f32x4.add(sumR, sum2R), at);
  v128.store(o + plane, f32x4.add(sumI, sum2I), at);
  v128.store(o1, f32x4.sub(f32x4.mul(c1, r1), f32x4.mul(s1, i1)), at);
  v128.store(o1 + plane, f32x4.add(f32x4.mul(c1, i1), f32x4.mul(s1, r1)), at);
  v128.store(o2, f32x4.sub(f32x4.mul(c2, r2), f32x4.mul(s2, i2)), at);
  v128.store(o2 + plane, f32x4.add(f32x4.mul(c2, i2), f32x4.mul(s2, r2)), at);
  v128.store(o3, f32x4.sub(f32x4.mul(c3, r3), f32x4.mul(s3, i3)), at);
  v128.store(o3 + plane, f32x4.add(f32x4.mul(c3, i3), f32x4.mul(s3, r3)), at);
}

@inline
function fourPass(plane: usize, run: usize, x: usize, y: usize, twiddles: usize): void {
  const part = plane >> 2;
  for (let i: usize = 0; i < part; i += run, twiddles += 24) {
    const c1 = v128.load32_splat(twiddles, 0);
    const s1 = v128.load32_splat(twiddles, 4);
    const c2 = v128.load32_splat(twiddles, 8);
    const s2 = v128.load32_splat(twiddles, 12);
    const c3 = v128.load32_splat(twiddles, 16);
    const s3 = v128.load32_splat(twiddles, 20);
    let a = x + i;
    let o = y + 4 * i;
    for (const end = a + run; a < end; a += PAIR, o += PAIR) {
      columns<u8>(a, o, part, run, plane, c1, s1, c2, s2, c3, s3);
      columns<u16>(a, o, part, run, plane, c1, s1, c2, s2, c3, s3);
    }
  }
}

@inline
function lastPass(plane: usize, x: usize, y: usize): void {
  const middle = plane >> 1;
  for (let part: usize = 0; part < 2 * plane; part += plane) {
    let a = x + part;
    let o = y + part;
    for (const end = a + middle; a < end; a += PAIR, o += PAIR) {
      const b = a + middle;
      const p = o + middle;
      v128.store(o, f32x4.add(v128.load(a, 0), v128.load(b, 0)), 0);
      v128.store(o, f32x4.add(v128.load(a, 16), v128.load(b, 16)), 16);
      v128.store(p, f32x4.sub(v128.load(a, 0), v128.load(b, 0)), 0);
      v128.store(p, f32x4.sub(v128.load(a, 16), v128.load(b, 16)), 16);
    }
  }
}

/**
 * Transforms the folded bands back and keeps frames `skipped` to `skipped + kept` of each: as rows of `stride` bytes at
 * `re` and, unless it is 0, `im`; magnitudes at `re` otherwise. `work` holds two buffers of 2 * size * count numbers.
 */
export function unfold(
  count: usize, size: usize, folded: usize, twiddles: usize, work: usize, skipped: usize, kept: usize,
  re: usize, im: usize, stride: usize,
): void {
  const row = count * 4;
  const plane = (size >> 2) * row;
  let from = work;
  let to = work + 2 * plane;
  turn(count, size, folded, row, from);
  for (let run = row; run < plane; ) {
    if (run << 1 == plane) {
      lastPass(plane, from, to);
      run <<= 1;
    } else {
      fourPass(plane, run, from, to, twiddles);
      run <<= 2;
      twiddles += 24 * (plane / run);
    }
    const other = from;
    from = to;
    to = other;
  }
  const first = from + skipped * row;
  if (im == 0) {
    let a = first;
    for (const end = a + kept * row; a < end; a += VECTOR) {
      const real = v128.load(a);
      const imaginary = v128.load(a + plane);
      v128.store(a, f32x4.sqrt(f32x4.add(f32x4.mul(real, real), f32x4.mul(imaginary, imaginary))));
    }
  }
  for (let band: usize = 0; band < count; band++) {
    const out = band * stride;
    let a = first + band * 4;
    for (let t: usize = 0; t < kept; t++, a += row) {
      store<f32>(re + out + t * 4, load<f32>(a));
      if (im != 0) store<f32>(im + out + t * 4, load<f32>(a + plane));
    }
  }
}
