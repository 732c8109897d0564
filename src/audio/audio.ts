import type { Matrix } from "../arrays";

/** A clip in memory. */
export interface Audio {
  /** Mono, the mean of the channels; -1 to 1 unless the file holds floats beyond it. */
  readonly samples: Float32Array;
  /** Hz. */
  readonly sampleRate: number;
  readonly seconds: number;
}

/** A clip in memory whose channels are kept apart. */
export interface MultichannelAudio {
  /** (channels, samples), in the order of the file; -1 to 1 unless the file holds floats beyond it. */
  readonly channels: Matrix;
  /** Hz. */
  readonly sampleRate: number;
  readonly seconds: number;
}
