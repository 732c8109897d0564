/** Sums of products of samples and a filter's taps. Pointers and distances are in bytes. */

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
