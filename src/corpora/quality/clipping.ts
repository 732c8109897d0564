/** A clip with a larger share of clipped samples is a finding. */
export const CLIPPED_SHARE_LIMIT = 1e-3;

/** Flat tops lie this high. */
const LEVEL = 0.98;
/** Samples of a flat top differ by less than half a step of 16 bits; those of a loud tone do not stay so alike. */
const FLAT = 1 / 2 ** 16;
/** Fewer in a row may be the top of a wave. */
const RUN = 3;

/**
 * The share of samples that lie in flat tops at full scale, 0 to 1. Lossy coding after the clipping rounds the tops: of MP3
 * files that were made from clipped recordings it sees less, or nothing.
 *
 * @param samples of one channel, -1 to 1
 */
export function clippedShare(samples: Float32Array): number {
  let [clipped, run] = [0, 1];
  for (let i = 1; i <= samples.length; i++) {
    const before = samples[i - 1]!;
    const isFlat = i < samples.length && Math.abs(before) >= LEVEL && Math.abs(samples[i]! - before) < FLAT;
    if (isFlat) run++;
    else {
      if (run >= RUN) clipped += run;
      run = 1;
    }
  }
  return samples.length === 0 ? 0 : clipped / samples.length;
}
