import { checkCount } from "../spectrum/spectrum";
import { checkRate } from "./onset-envelope";

/**
 * The tempo in beats per minute of each lag of a tempogram: (nBins), falling; that of lag 0 is infinite.
 *
 * As librosa.tempo_frequencies 0.11.0.
 */
export function tempoFrequencies(
  nBins: number,
  { sr, hopLength = 512 }: { readonly sr?: number | undefined; readonly hopLength?: number | undefined } = {},
): Float64Array {
  const framesPerMinute = 60 * checkRate(sr);
  checkCount("hopLength", hopLength);
  return Float64Array.from({ length: checkCount("nBins", nBins) }, (_, lag) => framesPerMinute / (hopLength * lag));
}

/**
 * The tempo in beats per minute of each row of a Fourier tempogram: (1 + winLength / 2), rising from 0.
 *
 * As librosa.fourier_tempo_frequencies 0.11.0.
 */
export function fourierTempoFrequencies({
  sr,
  winLength = 384,
  hopLength = 512,
}: {
  readonly sr?: number | undefined;
  readonly winLength?: number | undefined;
  readonly hopLength?: number | undefined;
} = {}): Float64Array {
  const framesPerMinute = (60 * checkRate(sr)) / checkCount("hopLength", hopLength);
  const bins = 1 + Math.floor(checkCount("winLength", winLength) / 2);
  return Float64Array.from({ length: bins }, (_, k) => (k * framesPerMinute) / winLength);
}
