import type { Matrix } from "../../arrays";
import { chromaCqt } from "../pitch/chroma-cqt";
import { vqtMagnitudes } from "../pitch/constant-q";
import { SharedSignal } from "../pitch/shared-signal";
import { estimateTuning } from "../pitch/tuning";
import { type OnsetEnvelope, onsetStrength, tempogram } from "../rhythm";
import { melspectrogram } from "../spectral/mel";
import { powerToDb } from "../spectral/power-to-db";
import { type Spectrum, spectrumOf } from "../spectrum/spectrum";
import type { ExtractionParameters } from "./extract-features";

/** librosa's chroma_cqt looks at seven octaves, and has three bins for a pitch class. */
const OCTAVES = 7;
const BINS_PER_CLASS = 3;

/** What several features of a clip are computed from: each made when the first of them asks, and once. */
export class Analyses {
  private made: {
    spectrum?: Spectrum;
    mel?: Matrix;
    decibels?: Matrix;
    signal?: SharedSignal;
    cqt?: Matrix;
    chromaCqt?: Matrix;
    onsets?: OnsetEnvelope;
    tempogram?: Matrix;
  } = {};

  constructor(
    private readonly y: Float32Array,
    readonly sr: number,
    readonly parameters: ExtractionParameters,
  ) {}

  /** The samples, which were looked at, and their lower rates. */
  get signal(): SharedSignal {
    this.made.signal ??= new SharedSignal({ y: this.y, sr: this.sr });
    return this.made.signal;
  }

  get spectrum(): Spectrum {
    this.made.spectrum ??= spectrumOf(this.signal, this.parameters);
    return this.made.spectrum;
  }

  get mel(): Matrix {
    this.made.mel ??= melspectrogram(this.spectrum, this.parameters);
    return this.made.mel;
  }

  /** The mel bands in decibel. */
  get decibels(): Matrix {
    this.made.decibels ??= powerToDb(this.mel);
    return this.made.decibels;
  }

  /** Magnitudes of the constant-Q transform that chroma is folded from: (252, frames) by default. */
  get cqt(): Matrix {
    const { hopLength, nChroma = 12, tuning } = this.parameters;
    const binsPerOctave = BINS_PER_CLASS * nChroma;
    this.made.cqt ??= vqtMagnitudes(this.signal, {
      hopLength,
      binsPerOctave,
      nBins: OCTAVES * binsPerOctave,
      tuning: tuning === undefined ? this.tuningIn(binsPerOctave) : BINS_PER_CLASS * tuning,
      gamma: 0,
    });
    return this.made.cqt;
  }

  get chromaCqt(): Matrix {
    const { nChroma = 12 } = this.parameters;
    this.made.chromaCqt ??= chromaCqt(this.cqt, { nChroma, binsPerOctave: BINS_PER_CLASS * nChroma });
    return this.made.chromaCqt;
  }

  /** librosa always estimates it from its default spectrum, which most often is the shared one. */
  private tuningIn(binsPerOctave: number): number {
    const { nFft = 2048, hopLength = 512, winLength, window, center } = this.parameters;
    const usual = nFft === 2048 && hopLength === 512 && [winLength, window, center].every((set) => set === undefined);
    return estimateTuning(usual ? this.spectrum : this.signal, { binsPerOctave });
  }

  /** Of the mel bands that librosa takes for rhythm, which are the same as the shared ones unless these were changed. */
  get onsets(): OnsetEnvelope {
    const { nFft, hopLength, nMels = 128, fmin = 0, fmax = this.sr / 2, htk = false } = this.parameters;
    const usualBands = nMels === 128 && fmin === 0 && fmax === this.sr / 2 && !htk;
    this.made.onsets ??= {
      onsetEnvelope: usualBands
        ? onsetStrength({ S: this.decibels, sr: this.sr }, { nFft, hopLength })
        : onsetStrength(this.spectrum),
      sr: this.sr,
    };
    return this.made.onsets;
  }

  get tempogram(): Matrix {
    this.made.tempogram ??= tempogram(this.onsets, { hopLength: this.parameters.hopLength });
    return this.made.tempogram;
  }

  /** How features of the samples are cut into frames: as the spectrum is. */
  get framing() {
    const { nFft, hopLength, center } = this.parameters;
    return { frameLength: nFft, hopLength, center };
  }
}
