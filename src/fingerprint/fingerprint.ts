import { type FeatureInput, type Spectrum, spectrumOf } from "../features";

/**
 * What makes a recording recognisable: pairs of neighbouring peaks of its spectrogram, after Wang 2003 ("An
 * industrial-strength audio search algorithm"). Gain, noise and lossy coding leave most pairs as they are.
 */
export interface Fingerprint {
  /** A pair of peaks: bin of the first (11 bits), bin of the second (11 bits), frames between them (6 bits). */
  readonly hashes: Uint32Array;
  /** The frame of the first peak of each pair. */
  readonly times: Uint32Array;
  /** (frames, PROFILE_BANDS): how loud each band is in each frame, compressed: to hold two clips against each other. */
  readonly profile: Float32Array;
  readonly frames: number;
}

/** Bands of the profile, equally wide on a logarithmic scale from bin 4 (43 Hz with the default parameters). */
export const PROFILE_BANDS = 24;
const FIRST_BIN = 4;

/** A peak is the largest value among its neighbours: so many frames and bins to each side. */
const NEIGHBOUR_FRAMES = 6;
const NEIGHBOUR_BINS = 10;
/** Peaks lower than this share of the clip's loudest magnitude are left to the noise. */
const FLOOR = 1e-3;
/** How many pairs a peak opens, with peaks at most this far away. */
const PAIRS = 5;
const MAX_FRAMES = 63;
const MAX_BINS = 200;

interface Peak {
  readonly frame: number;
  readonly bin: number;
}

/**
 * The fingerprint of a clip, from samples or from a spectrum that is there already.
 *
 * @throws QuadrantError "bad-argument" for empty or non-finite samples
 *
 * @example
 * const pairs = nearDuplicates(new Map([["a", fingerprintOf({ y: a })], ["b", fingerprintOf({ y: b })]]));
 */
export function fingerprintOf(input: FeatureInput): Fingerprint {
  const spectrum = spectrumOf(input);
  const peaks = peaksOf(spectrum);
  const hashes: number[] = [];
  const times: number[] = [];
  peaks.forEach((first, i) => {
    let pairs = 0;
    for (let j = i + 1; j < peaks.length && pairs < PAIRS; j++) {
      const second = peaks[j]!;
      const frames = second.frame - first.frame;
      if (frames > MAX_FRAMES) break;
      if (frames === 0 || Math.abs(second.bin - first.bin) > MAX_BINS) continue;
      hashes.push(first.bin * 2 ** 17 + second.bin * 2 ** 6 + frames);
      times.push(first.frame);
      pairs++;
    }
  });
  return {
    hashes: Uint32Array.from(hashes),
    times: Uint32Array.from(times),
    profile: profileOf(spectrum),
    frames: spectrum.frames,
  };
}

/** The cube root of the energy in each band, which lets quiet bands count but noise at the floor hardly. */
function profileOf({ magnitude, bins, frames }: Spectrum): Float32Array {
  const edges = Array.from({ length: PROFILE_BANDS + 1 }, (_, band) =>
    Math.round(FIRST_BIN * (bins / FIRST_BIN) ** (band / PROFILE_BANDS)),
  );
  const profile = new Float32Array(frames * PROFILE_BANDS);
  for (let frame = 0; frame < frames; frame++) {
    for (let band = 0; band < PROFILE_BANDS; band++) {
      let energy = 0;
      for (let bin = edges[band]!; bin < edges[band + 1]!; bin++) energy += magnitude[frame * bins + bin]! ** 2;
      profile[frame * PROFILE_BANDS + band] = Math.cbrt(energy);
    }
  }
  return profile;
}

/** The peaks in the order of time. */
function peaksOf({ magnitude, bins, frames }: Spectrum): Peak[] {
  let loudest = 0;
  for (let i = 0; i < magnitude.length; i++) loudest = Math.max(loudest, magnitude[i]!);
  const floor = FLOOR * loudest;
  const across = slidingMaximum(magnitude, bins, frames);
  const peaks: Peak[] = [];
  for (let frame = 0; frame < frames; frame++) {
    for (let bin = 1; bin < bins - 1; bin++) {
      const value = magnitude[frame * bins + bin]!;
      if (value > floor && value === across[frame * bins + bin] && isLargest(across, bins, frames, frame, bin, value)) {
        peaks.push({ frame, bin });
      }
    }
  }
  return peaks;
}

/** The largest magnitude within NEIGHBOUR_BINS of each bin of each frame. */
function slidingMaximum(magnitude: Float32Array, bins: number, frames: number): Float32Array {
  const out = new Float32Array(magnitude.length);
  for (let frame = 0; frame < frames; frame++) {
    const row = magnitude.subarray(frame * bins, (frame + 1) * bins);
    // The position of the maximum is looked for again only when it leaves the window.
    let at = -1;
    for (let bin = 0; bin < bins; bin++) {
      const from = Math.max(0, bin - NEIGHBOUR_BINS);
      const to = Math.min(bins - 1, bin + NEIGHBOUR_BINS);
      if (at < from) {
        at = from;
        for (let k = from + 1; k <= to; k++) if (row[k]! > row[at]!) at = k;
      } else if (row[to]! > row[at]!) at = to;
      out[frame * bins + bin] = row[at]!;
    }
  }
  return out;
}

/** Whether no neighbouring frame holds more around that bin; of equal ones the first counts. */
function isLargest(
  across: Float32Array,
  bins: number,
  frames: number,
  frame: number,
  bin: number,
  value: number,
): boolean {
  for (let t = Math.max(0, frame - NEIGHBOUR_FRAMES); t <= Math.min(frames - 1, frame + NEIGHBOUR_FRAMES); t++) {
    const other = across[t * bins + bin]!;
    if (t < frame ? other >= value : other > value) return false;
  }
  return true;
}
