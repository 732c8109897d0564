import { melspectrogram } from "../../features/spectral/mel";
import { powerToDb } from "../../features/spectral/power-to-db";
import { checkAbove0, checkWhole } from "./adaptive-average-pooling";
import type { AudioLayerKind } from "./audio-layer";
import { checkWaveform } from "./sinc-convolution";

export interface LogMelArguments {
  /** Hz. */
  readonly sampleRate: number;
  /** Samples of a frame and between frames; 2048 and 512 by default. */
  readonly nFft?: number;
  readonly hopLength?: number;
  /** Bands; 128 by default. */
  readonly nMels?: number;
}

/**
 * librosa's mel spectrogram in decibels, (batch, samples, 1) to (batch, frames, nMels): power_to_db with ref 1 and no
 * top_db. It learns nothing, and passes no gradient to what is before it. To train on many epochs, compute it once and
 * train on the frames: this layer is for models that are to take sound.
 */
export const logMel: AudioLayerKind<LogMelArguments> = {
  className: "LogMel",
  complete({ sampleRate, nFft = 2048, hopLength = 512, nMels = 128 }) {
    for (const [name, value] of Object.entries({ nFft, hopLength, nMels })) checkWhole(name, value);
    checkAbove0("sampleRate", sampleRate);
    return { sampleRate, nFft, hopLength, nMels };
  },
  weights(_, inputShape) {
    checkWaveform("LogMel", inputShape);
    return [];
  },
  outputShape: ({ hopLength, nMels }, [batch, samples]) => [
    batch!,
    samples == null ? null : 1 + Math.floor(samples / hopLength),
    nMels,
  ],
  compute(tf, { sampleRate, nFft, hopLength, nMels }, x) {
    const [batch, samples] = x.shape as [number, number];
    const values = x.dataSync() as Float32Array;
    const frames = 1 + Math.floor(samples / hopLength);
    const all = new Float32Array(batch * frames * nMels);
    for (let sample = 0; sample < batch; sample++) {
      const y = values.subarray(sample * samples, (sample + 1) * samples);
      const powers = melspectrogram({ y, sr: sampleRate }, { nFft, hopLength, nMels });
      const { data } = powerToDb(powers, { topDb: null });
      for (let band = 0; band < nMels; band++) {
        for (let t = 0; t < frames; t++) all[(sample * frames + t) * nMels + band] = data[band * frames + t]!;
      }
    }
    return tf.tensor3d(all, [batch, frames, nMels]);
  },
};
