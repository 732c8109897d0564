/** A mean farther from zero is a finding: one hundredth of full scale, -40 dB. */
export const DC_LIMIT = 0.01;

/** The mean of the samples of one channel, which is 0 for sound that came through air. */
export function dcOffset(samples: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < samples.length; i++) sum += samples[i]!;
  return samples.length === 0 ? 0 : sum / samples.length;
}
