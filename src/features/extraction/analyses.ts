import { type MelPowers, melPowers } from "../spectral/mel";
import { type Spectrum, spectrumOf } from "../spectrum/spectrum";
import type { ExtractionParameters } from "./extract-features";

/** What several features of a clip are computed from: each made when the first of them asks, and once. */
export class Analyses {
  private made: { spectrum?: Spectrum; mel?: MelPowers } = {};

  constructor(
    readonly y: Float32Array,
    readonly sr: number,
    readonly parameters: ExtractionParameters,
  ) {}

  get spectrum(): Spectrum {
    this.made.spectrum ??= spectrumOf({ y: this.y, sr: this.sr }, this.parameters);
    return this.made.spectrum;
  }

  get mel(): MelPowers {
    this.made.mel ??= melPowers(this.spectrum, this.parameters);
    return this.made.mel;
  }

  /** How features of the samples are cut into frames: as the spectrum is. */
  get framing() {
    const { nFft, hopLength, center } = this.parameters;
    return { frameLength: nFft, hopLength, center };
  }
}
