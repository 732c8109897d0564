/** A clip in memory. */
export interface Audio {
  /** Mono, the mean of the channels; -1 to 1 unless the file holds floats beyond it. */
  readonly samples: Float32Array;
  /** Hz. */
  readonly sampleRate: number;
  readonly seconds: number;
}
