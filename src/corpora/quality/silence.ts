/** Frames whose root mean square lies below this are silent: -60 dB of full scale. */
export const SILENT_RMS = 1e-3;

/** A clip of which a larger share is silent is a finding. */
export const SILENT_SHARE_LIMIT = 0.5;

const FRAME_SECONDS = 0.05;

/**
 * The share of a clip that is silent, 0 to 1, in frames of 50 ms; 1 for one without samples.
 *
 * @param samples mono, -1 to 1
 * @param sampleRate Hz
 */
export function silentShare(samples: Float32Array, sampleRate: number): number {
  const length = Math.max(1, Math.round(FRAME_SECONDS * sampleRate));
  let [silent, frames] = [0, 0];
  for (let start = 0; start < samples.length; start += length) {
    const end = Math.min(samples.length, start + length);
    let energy = 0;
    for (let i = start; i < end; i++) energy += samples[i]! ** 2;
    if (energy < SILENT_RMS ** 2 * (end - start)) silent++;
    frames++;
  }
  return frames === 0 ? 1 : silent / frames;
}
