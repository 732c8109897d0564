import type { Matrix } from "../../arrays";
import { QuadrantError } from "../../errors";
import { envelopeOf } from "./onset-envelope";
import { type ReadyTempogram, type TempoInput, type TempoParameters, tempo } from "./tempo";
import { tempoFrequencies } from "./tempo-frequencies";
import { type TempogramParameters, tempogram } from "./tempogram";

/** Sixteenth, dotted sixteenth, triplet eighth and so on to the whole note, as multiples of the tempo. */
const FACTORS: readonly number[] = [4, 8 / 3, 3, 2, 4 / 3, 3 / 2, 1, 2 / 3, 3 / 4, 1 / 2, 1 / 3, 3 / 8, 1 / 4];

export interface TempogramRatioParameters extends TempogramParameters, Omit<TempoParameters, "aggregate" | "acSize"> {
  /** Beats per minute of each frame; estimated from the tempogram by default. */
  readonly bpm?: ArrayLike<number> | undefined;
  /** Multiples of the tempo; by default the 13 note values from a sixteenth (4) to a whole note (1/4). */
  readonly factors?: readonly number[] | undefined;
  /** What tempi beyond the tempogram are given; 0 by default. */
  readonly fillValue?: number | undefined;
}

/**
 * The tempogram at multiples of each frame's tempo, a tempo-independent picture of rhythm: (factors, frames).
 *
 * Follows librosa.feature.tempogram_ratio 0.11.0 (Peeters 2005; Prockup et al. 2015), interpolating linearly between
 * tempi. Where two tempi explain a frame equally well, the frame's column hangs on rounding, there as here.
 *
 * @throws QuadrantError "bad-argument" for impossible parameters, and for a `bpm` of another length
 */
export function tempogramRatio(input: TempoInput, parameters: TempogramRatioParameters = {}): Matrix {
  const { factors = FACTORS, fillValue = 0 } = parameters;
  const { ready, hopLength } = readyTempogram(input, parameters);
  const { data, shape } = ready.tg;
  const [lags, frames] = shape;
  const bpm = parameters.bpm ?? tempo(ready, { ...parameters, hopLength, aggregate: null });
  if (bpm.length !== frames) {
    throw new QuadrantError("bad-argument", `bpm holds ${bpm.length} values, but there are ${frames} frames`);
  }
  const bpms = tempoFrequencies(lags, { sr: ready.sr, hopLength });
  const ratios = new Float32Array(factors.length * frames).fill(fillValue);
  for (let t = 0; t < frames; t++) {
    for (const [row, factor] of factors.entries()) {
      const wanted = bpm[t]! * factor;
      // Lag 0 is left out: its tempo is infinite.
      if (!(wanted <= bpms[1]! && wanted >= bpms[lags - 1]!)) continue;
      const slower = slowerLag(bpms, wanted);
      const [below, above] = [data[slower * frames + t]!, data[(slower - 1) * frames + t]!];
      const [low, high] = [bpms[slower]!, bpms[slower - 1]!];
      ratios[row * frames + t] = slower === 1 ? below : below + ((above - below) * (wanted - low)) / (high - low);
    }
  }
  return { data: ratios, shape: [factors.length, frames] };
}

function readyTempogram(input: TempoInput, parameters: TempogramRatioParameters) {
  if ("tg" in input) return { ready: input, hopLength: parameters.hopLength };
  const { envelope, sr, hopLength } = envelopeOf(input, parameters);
  const ready: ReadyTempogram = { tg: tempogram({ onsetEnvelope: envelope, sr }, { ...parameters, hopLength }), sr };
  return { ready, hopLength };
}

/** The first lag whose tempo is at most `wanted`; `bpms` fall. */
function slowerLag(bpms: Float64Array, wanted: number): number {
  let [low, high] = [1, bpms.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (bpms[middle]! <= wanted) high = middle;
    else low = middle + 1;
  }
  return low;
}
