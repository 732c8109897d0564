/** Sums of products of samples and a filter's taps, at every so many samples. Pointers and distances are in bytes. */

const PAIR: usize = 32;

/** `count` sums at `out`, of samples that begin `step` bytes apart, with `length` bytes of taps: a multiple of 64. */
export function filter(x: usize, step: usize, count: usize, taps: usize, length: usize, out: usize): void {
  const end = taps + length;
  for (let i: usize = 0; i < count; i++, x += step, out += 4) {
    let a = f32x4.splat(0);
    let b = f32x4.splat(0);
    let c = f32x4.splat(0);
    let d = f32x4.splat(0);
    let p = x;
    for (let k = taps; k < end; k += 2 * PAIR, p += 2 * PAIR) {
      a = f32x4.add(a, f32x4.mul(v128.load(p, 0), v128.load(k, 0)));
      b = f32x4.add(b, f32x4.mul(v128.load(p, 16), v128.load(k, 16)));
      c = f32x4.add(c, f32x4.mul(v128.load(p, 32), v128.load(k, 32)));
      d = f32x4.add(d, f32x4.mul(v128.load(p, 48), v128.load(k, 48)));
    }
    const sum = f32x4.add(f32x4.add(a, b), f32x4.add(c, d));
    const first = f32x4.extract_lane(sum, 0) + f32x4.extract_lane(sum, 1);
    const second = f32x4.extract_lane(sum, 2) + f32x4.extract_lane(sum, 3);
    store<f32>(out, first + second);
  }
}

/**
 * `count` sums at `out`, each of samples with the taps of a phase: after each, the samples move on by `step` bytes and the
 * phase by `phaseStep` out of `phases`, and by one sample more where it comes around. `width` is the bytes of a phase's taps.
 */
export function polyphase(
  x: usize, step: usize, count: usize, taps: usize, width: usize, phases: usize, phaseStep: usize, phase: usize, out: usize,
): void {
  for (let i: usize = 0; i < count; i++, out += 4) {
    let sum = f32x4.splat(0);
    let k = taps + phase * width;
    let p = x;
    for (const end = k + width; k < end; k += 16, p += 16) sum = f32x4.add(sum, f32x4.mul(v128.load(p), v128.load(k)));
    const first = f32x4.extract_lane(sum, 0) + f32x4.extract_lane(sum, 1);
    const second = f32x4.extract_lane(sum, 2) + f32x4.extract_lane(sum, 3);
    store<f32>(out, first + second);
    x += step;
    phase += phaseStep;
    if (phase >= phases) {
      phase -= phases;
      x += 4;
    }
  }
}
