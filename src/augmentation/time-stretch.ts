import { QuadrantError } from "../errors";
import { istft, type Stft, stft } from "../features";

/**
 * Slower or faster music of the same pitch, as librosa.effects.time_stretch 0.11.0: by the phase vocoder (Flanagan and
 * Golden 1966; Laroche and Dolson 1999), without locking of phases.
 *
 * @param y mono samples
 * @param rate above 1 for faster, below 1 for slower
 * @returns round(length / rate) samples
 * @throws QuadrantError "bad-argument" for a rate that is not above 0, or samples that are empty or not finite
 *
 * @example
 * const slower = timeStretch(samples, 0.8);
 */
export function timeStretch(y: Float32Array, rate: number): Float32Array {
  if (!(rate > 0 && Number.isFinite(rate))) {
    throw new QuadrantError("bad-argument", `rate = ${rate}, but it must be above 0`, {
      remedy: "2 plays twice as fast, 0.5 at half the speed.",
    });
  }
  const length = roundHalfEven(y.length / rate);
  return istft(phaseVocoder(stft({ y }), rate), { length });
}

/**
 * Reads the frames of a transform at another speed: magnitudes are interpolated, phases go on from frame to frame by the
 * advance that was measured, as librosa.phase_vocoder.
 */
function phaseVocoder(D: Stft, rate: number): Stft {
  const { bins, nFft, hopLength } = D;
  const frames = Math.ceil(D.frames / rate);
  const re = new Float32Array(frames * bins);
  const im = new Float32Array(frames * bins);
  const advance = Float64Array.from({ length: bins }, (_, k) => (2 * Math.PI * hopLength * k) / nFft);
  // Single precision, in which librosa adds up: over a clip the sum of a high bin grows to 1e6 and loses digits there too.
  const phase = Float32Array.from({ length: bins }, (_, k) => Math.atan2(D.im[k]!, D.re[k]!));
  const polar = polarFrames(D);
  for (let t = 0; t < frames; t++) {
    const step = t * rate;
    const first = polar(Math.floor(step));
    const second = polar(Math.floor(step) + 1);
    const alpha = step % 1;
    for (let k = 0; k < bins; k++) {
      const magnitude = (1 - alpha) * first.magnitude[k]! + alpha * second.magnitude[k]!;
      re[t * bins + k] = magnitude * Math.cos(phase[k]!);
      im[t * bins + k] = magnitude * Math.sin(phase[k]!);
      const deviation = second.angle[k]! - first.angle[k]! - advance[k]!;
      phase[k]! += advance[k]! + (deviation - 2 * Math.PI * Math.round(deviation / (2 * Math.PI)));
    }
  }
  return { ...D, re, im, frames };
}

interface PolarFrame {
  readonly magnitude: Float64Array;
  readonly angle: Float32Array;
}

/** Frames by magnitude and angle, zeros after the end; the last two are kept, because each is asked for twice or more. */
function polarFrames({ re, im, bins, frames }: Stft): (t: number) => PolarFrame {
  const kept = new Map<number, PolarFrame>();
  return (t) => {
    const known = kept.get(t);
    if (known !== undefined) return known;
    const frame = { magnitude: new Float64Array(bins), angle: new Float32Array(bins) };
    if (t < frames) {
      for (let k = 0; k < bins; k++) {
        const [x, y] = [re[t * bins + k]!, im[t * bins + k]!];
        frame.magnitude[k] = Math.sqrt(x * x + y * y);
        frame.angle[k] = Math.atan2(y, x);
      }
    }
    for (const other of kept.keys()) if (other < t - 1) kept.delete(other);
    kept.set(t, frame);
    return frame;
  };
}

/** As Python's round, which librosa counts samples with. */
function roundHalfEven(value: number): number {
  const down = Math.floor(value);
  const rest = value - down;
  return rest > 0.5 || (rest === 0.5 && down % 2 === 1) ? down + 1 : down;
}
