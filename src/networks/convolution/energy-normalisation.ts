type Numbers = ArrayLike<number>;

/** What PCEN learns, a value a channel each. */
interface PcenWeights {
  /** How much the gain counts, up to 1. */
  readonly alpha: Numbers;
  /** Added before the root; above 0. */
  readonly delta: Numbers;
  /** Which root, from 1 on. */
  readonly root: Numbers;
  /** The share of a frame in the moving average, 0 to 1. */
  readonly smooth: Numbers;
}

const NAMES = ["alpha", "delta", "root", "smooth"] as const;

/** Where weights are held. */
const LIMITS: Readonly<Record<keyof PcenWeights, readonly [number, number]>> = {
  alpha: [0, 1],
  delta: [1e-3, Number.POSITIVE_INFINITY],
  root: [1, Number.POSITIVE_INFINITY],
  smooth: [1e-3, 1],
};

interface PcenShape {
  readonly batch: number;
  readonly frames: number;
  readonly channels: number;
  /** Keeps silence from being divided by 0. */
  readonly epsilon: number;
}

interface Pcen {
  /** (batch, frames, channels). */
  readonly output: Float64Array;
  readonly back: (outputGradient: Numbers) => { readonly input: Float64Array; readonly weights: Float64Array[] };
}

/**
 * Per-channel energy normalisation (Wang et al., arXiv 1607.05666) with weights that are learned, as in LEAF: energies over
 * a moving average of theirs that begins with the first frame, (E / (epsilon + M)^alpha + delta)^(1 / root) -
 * delta^(1 / root).
 *
 * @param energies (batch, frames, channels), from 0 on
 */
export function pcen({ batch, frames, channels, epsilon }: PcenShape, energies: Numbers, weights: PcenWeights): Pcen {
  const held = Object.fromEntries(
    NAMES.map((name) => [name, Float64Array.from(weights[name], (value) => hold(value, LIMITS[name]))]),
  ) as Record<keyof PcenWeights, Float64Array>;
  const { alpha, delta, root, smooth } = held;
  const powers = root.map((value) => 1 / value);
  const ofSilence = delta.map((value, c) => value ** powers[c]!);
  // Powers are taken by way of logarithms, which the way back needs too and which cost a part of a power.
  const [output, averages, logBases, gains, logRaised] = Array.from(
    { length: 5 },
    () => new Float64Array(energies.length),
  ) as [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];
  for (let line = 0; line < batch * frames; line++) {
    for (let c = 0; c < channels; c++) {
      const i = line * channels + c;
      const energy = energies[i]!;
      const before = line % frames === 0 ? energy : averages[i - channels]!;
      averages[i] = before + smooth[c]! * (energy - before);
      logBases[i] = Math.log(epsilon + averages[i]!);
      gains[i] = Math.exp(-alpha[c]! * logBases[i]!);
      logRaised[i] = Math.log(energy * gains[i]! + delta[c]!);
      output[i] = Math.exp(powers[c]! * logRaised[i]!) - ofSilence[c]!;
    }
  }
  return {
    output,
    back(outputGradient) {
      const input = new Float64Array(energies.length);
      const slopes = Object.fromEntries(NAMES.map((name) => [name, new Float64Array(channels)])) as typeof held;
      const ofAverage = new Float64Array(channels);
      const deltaSlopes = delta.map((value, c) => (powers[c]! * ofSilence[c]!) / value);
      const deltaLogs = delta.map((value, c) => ofSilence[c]! * Math.log(value));
      for (let sample = batch - 1; sample >= 0; sample--) {
        ofAverage.fill(0);
        for (let frame = frames - 1; frame >= 0; frame--) {
          for (let c = 0; c < channels; c++) {
            const i = (sample * frames + frame) * channels + c;
            const [through, energy, gain, power] = [outputGradient[i]!, energies[i]!, gains[i]!, powers[c]!];
            const rooted = output[i]! + ofSilence[c]!;
            const gained = energy * gain;
            const slope = (power * rooted) / (gained + delta[c]!);
            slopes.delta[c]! += through * (slope - deltaSlopes[c]!);
            slopes.root[c]! -= through * (rooted * logRaised[i]! - deltaLogs[c]!) * power * power;
            slopes.alpha[c]! -= through * slope * gained * logBases[i]!;
            const whole = ofAverage[c]! - (through * slope * alpha[c]! * gained) / (epsilon + averages[i]!);
            input[i] = through * slope * gain + (frame === 0 ? whole : smooth[c]! * whole);
            if (frame > 0) slopes.smooth[c]! += whole * (energy - averages[i - channels]!);
            ofAverage[c] = (1 - smooth[c]!) * whole;
          }
        }
      }
      // What is held at its limit does not follow.
      const free = NAMES.map((name) =>
        slopes[name].map((slope, c) => (held[name][c] === weights[name][c] ? slope : 0)),
      );
      return { input, weights: free };
    },
  };
}

function hold(value: number, [least, most]: readonly [number, number]): number {
  return Math.min(most, Math.max(least, value));
}
