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
export function pcen(shape: PcenShape, energies: Numbers, weights: PcenWeights): Pcen {
  const { batch, frames, channels, epsilon } = shape;
  const held = Object.fromEntries(
    NAMES.map((name) => [name, Float64Array.from(weights[name], (value) => hold(value, LIMITS[name]))]),
  ) as Record<keyof PcenWeights, Float64Array>;
  const { alpha, delta, root, smooth } = held;
  const [output, averages] = [new Float64Array(energies.length), new Float64Array(energies.length)];
  for (let i = 0; i < energies.length; i++) {
    const c = i % channels;
    const first = Math.floor(i / channels) % frames === 0;
    const energy = energies[i]!;
    const average = first ? energy : averages[i - channels]! + smooth[c]! * (energy - averages[i - channels]!);
    averages[i] = average;
    const gained = energy * (epsilon + average) ** -alpha[c]!;
    output[i] = (gained + delta[c]!) ** (1 / root[c]!) - delta[c]! ** (1 / root[c]!);
  }
  return {
    output,
    back(outputGradient) {
      const input = new Float64Array(energies.length);
      const slopes = Object.fromEntries(NAMES.map((name) => [name, new Float64Array(channels)])) as typeof held;
      const ofAverage = new Float64Array(channels);
      for (let sample = batch - 1; sample >= 0; sample--) {
        ofAverage.fill(0);
        for (let frame = frames - 1; frame >= 0; frame--) {
          for (let c = 0; c < channels; c++) {
            const i = (sample * frames + frame) * channels + c;
            const through = outputGradient[i]!;
            const [energy, base, power] = [energies[i]!, epsilon + averages[i]!, 1 / root[c]!];
            const gain = base ** -alpha[c]!;
            const raised = energy * gain + delta[c]!;
            const slope = power * raised ** (power - 1);
            slopes.delta[c]! += through * (slope - power * delta[c]! ** (power - 1));
            const ofPower = raised ** power * Math.log(raised) - delta[c]! ** power * Math.log(delta[c]!);
            slopes.root[c]! -= through * ofPower * power * power;
            slopes.alpha[c]! -= through * slope * energy * gain * Math.log(base);
            const whole = ofAverage[c]! - (through * slope * alpha[c]! * energy * gain) / base;
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
