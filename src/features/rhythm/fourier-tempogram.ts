import { QuadrantError } from "../../errors";
import { checkCount } from "../spectrum/spectrum";
import { paddedWindow, type Window } from "../spectrum/window";
import { AnyRealFft } from "./any-real-fft";
import { envelopeOf, type RhythmInput } from "./onset-envelope";
import { SlidingHannFft } from "./sliding-fft";
import type { TempogramParameters } from "./tempogram";

/** Complex values in two row-major buffers of one shape. */
export interface ComplexMatrix {
  readonly re: Float32Array;
  readonly im: Float32Array;
  readonly shape: readonly [rows: number, columns: number];
}

/**
 * The short-time Fourier transform of the onset envelope, with a hop of one frame: (1 + winLength / 2, frames), complex.
 *
 * Follows librosa.feature.fourier_tempogram 0.11.0 (Grosche, Müller and Kurth 2010). winLength may be any number.
 *
 * @throws QuadrantError "bad-argument" for impossible parameters, and for fewer frames than one window without `center`
 *
 * @example
 * const { shape } = fourierTempogram({ y: samples, sr: 22_050 });
 * const bpms = fourierTempoFrequencies({ sr: 22_050 });
 */
export function fourierTempogram(
  input: RhythmInput,
  parameters: Omit<TempogramParameters, "norm"> = {},
): ComplexMatrix {
  const { window = "hann", center = true } = parameters;
  const winLength = checkCount("winLength", parameters.winLength ?? 384);
  const { envelope } = envelopeOf(input, parameters);
  const margin = center ? Math.floor(winLength / 2) : 0;
  const frames = envelope.length + 2 * margin - winLength + 1;
  if (frames < 1) {
    throw new QuadrantError("bad-argument", `the envelope has ${envelope.length} frames, fewer than ${winLength}`, {
      remedy: "Use center: true, or a smaller winLength.",
    });
  }
  const fft = transformOf(envelope, winLength, window);
  const bins = fft.re.length;
  const [re, im] = [new Float32Array(bins * frames), new Float32Array(bins * frames)];
  for (let t = 0; t < frames; t++) {
    fft.transform(t - margin);
    for (let k = 0; k < bins; k++) {
      re[k * frames + t] = fft.re[k]!;
      im[k * frames + t] = fft.im[k]!;
    }
  }
  return { re, im, shape: [bins, frames] };
}

interface FrameFft {
  readonly re: Float64Array;
  readonly im: Float64Array;
  transform(start: number): void;
}

function transformOf(envelope: Float32Array, winLength: number, window: Window): FrameFft {
  if (window === "hann") return new SlidingHannFft(envelope, winLength);
  const fft = new AnyRealFft(paddedWindow(window, winLength, winLength));
  return { re: fft.re, im: fft.im, transform: (start) => fft.transform(envelope, start) };
}
