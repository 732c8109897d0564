import type { Matrix } from "../../arrays";
import { QuadrantError } from "../../errors";
import { meanTempogram } from "./mean-tempogram";
import { envelopeOf, type RhythmInput } from "./onset-envelope";
import { tempoFrequencies } from "./tempo-frequencies";
import { tempogram } from "./tempogram";

/** How much a tempogram's values are raised before their logarithm is taken, as in librosa. */
const SHARPNESS = 1e6;

/** A tempogram that is there already. */
export interface ReadyTempogram {
  /** (lags, frames), as `tempogram` gives it. */
  readonly tg: Matrix;
  /** Hz; 22,050 by default. */
  readonly sr?: number | undefined;
}

/** What a tempo is estimated from. */
export type TempoInput = RhythmInput | ReadyTempogram;

export interface TempoParameters {
  /** Samples between two frames; 512 by default, and of no account where the input is a spectrum. */
  readonly hopLength?: number | undefined;
  /** The tempo that is expected, in beats per minute; 120 by default. */
  readonly startBpm?: number | undefined;
  /** How far from it is usual, in octaves; 1 by default. */
  readonly stdBpm?: number | undefined;
  /** Seconds that are looked at together; 8 by default; a ready tempogram has its own. */
  readonly acSize?: number | undefined;
  /** Only tempi below it are given; 320 by default, null for no limit. */
  readonly maxTempo?: number | null | undefined;
  /** "mean" for one tempo of the clip (default), null for one of each frame. */
  readonly aggregate?: "mean" | null | undefined;
  /** Logarithm of how likely a tempo is; by default normally distributed in octaves around startBpm. */
  readonly prior?: ((bpm: number) => number) | undefined;
}

/**
 * The tempo in beats per minute: one of the clip, or one of each frame with `aggregate: null`.
 *
 * Follows librosa.feature.tempo 0.11.0: the lag at which the logarithm of the tempogram plus that of the prior is
 * largest; the shorter lag where two are equal. Silence has the tempo nearest to startBpm.
 *
 * @throws QuadrantError "bad-argument" for impossible parameters
 *
 * @example
 * const bpm = tempo({ y: samples, sr: 22_050 });
 * const bpms = tempo(tempogramOfClip, { aggregate: null });
 */
export function tempo(input: TempoInput, parameters: TempoParameters & { readonly aggregate: null }): Float64Array;
export function tempo(input: TempoInput, parameters?: TempoParameters & { readonly aggregate?: "mean" }): number;
export function tempo(input: TempoInput, parameters: TempoParameters = {}): number | Float64Array {
  const { aggregate = "mean", acSize = 8, maxTempo = 320 } = parameters;
  const prior = parameters.prior ?? expectedTempo(parameters);
  if ("tg" in input) {
    const { tg, sr } = input;
    const scores = new Scores(tempoFrequencies(checkLags(tg.shape[0]), { ...parameters, sr }), prior, maxTempo);
    return aggregate === null ? scores.bestOfEach(tg) : scores.best(meanOverFrames(tg));
  }
  const timed = envelopeOf(input, parameters);
  const { envelope, sr, hopLength } = timed;
  const winLength = checkLags(Math.floor(Math.floor(acSize * sr) / hopLength), acSize);
  const scores = new Scores(tempoFrequencies(winLength, timed), prior, maxTempo);
  if (aggregate === "mean") return scores.best(meanTempogram(envelope, winLength));
  return scores.bestOfEach(tempogram({ onsetEnvelope: envelope, sr }, { hopLength, winLength }));
}

function expectedTempo({ startBpm = 120, stdBpm = 1 }: TempoParameters): (bpm: number) => number {
  for (const [name, value] of Object.entries({ startBpm, stdBpm })) {
    if (!(value > 0)) throw new QuadrantError("bad-argument", `${name} = ${value}, but it must be above 0`);
  }
  return (bpm) => -0.5 * ((Math.log2(bpm) - Math.log2(startBpm)) / stdBpm) ** 2;
}

function checkLags(lags: number, acSize?: number): number {
  if (lags >= 2) return lags;
  const found = acSize === undefined ? `tg has ${lags} lags` : `acSize = ${acSize} s holds ${lags} frames`;
  throw new QuadrantError("bad-argument", `${found}, but a tempo needs at least two`);
}

function meanOverFrames({ data, shape: [lags, frames] }: Matrix): Float64Array {
  return Float64Array.from({ length: lags }, (_, lag) => {
    let sum = 0;
    for (let t = 0; t < frames; t++) sum += data[lag * frames + t]!;
    return sum / frames;
  });
}

/** How well each tempo explains an autocorrelation. */
class Scores {
  /** What a score is multiplied with, the largest being 1. */
  private readonly weights: Float64Array;

  constructor(
    private readonly bpms: Float64Array,
    prior: (bpm: number) => number,
    maxTempo: number | null,
  ) {
    const logPrior = bpms.map(prior);
    // Where every tempo is too fast, there is no limit: as librosa.
    const fast =
      maxTempo === null
        ? 0
        : Math.max(
            0,
            bpms.findIndex((bpm) => bpm < maxTempo),
          );
    logPrior.fill(Number.NEGATIVE_INFINITY, 0, fast);
    const most = logPrior.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
    this.weights = logPrior.map((value) => Math.exp(value - most));
  }

  /**
   * The tempo of one autocorrelation, the value of lag k lying at `start + k * step`: where librosa's sum of logarithms
   * is largest, so is their product, which is quicker.
   */
  best(lags: Float32Array | Float64Array, start = 0, step = 1): number {
    let [best, most] = [0, 0];
    for (let lag = 0; lag < this.bpms.length; lag++) {
      // A strongly negative value, whose logarithm is NaN, is never the largest here; to numpy it is.
      const score = (1 + SHARPNESS * lags[start + lag * step]!) * this.weights[lag]!;
      if (score > most) [best, most] = [lag, score];
    }
    return this.bpms[best]!;
  }

  bestOfEach({ data, shape: [, frames] }: Matrix): Float64Array {
    return Float64Array.from({ length: frames }, (_, t) => this.best(data, t, frames));
  }
}
