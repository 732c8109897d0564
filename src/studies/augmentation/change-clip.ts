import { addNoise, type Band, equalise, gain, pitchShift, reverb, timeShift, timeStretch } from "../../augmentation";
import { MT19937 } from "../../random";

/** Makes a changed copy; what is drawn follows from the seed. */
type Change = (y: Float32Array, sr: number, seed: number) => Float32Array;

/** The study's noise, its longest shift in seconds, and its semitones. */
const STUDY = { std: 0.05, shift: 0.5, nSteps: 2 };

/** How far the other methods go. Each clip draws its own; what a listener would still call the same music. */
const OURS = {
  rate: [0.8, 1.25],
  decibels: [-6, 6],
  lowShelf: 250,
  peak: [400, 2500],
  highShelf: 4000,
  decaySeconds: [0.3, 1.2],
  mix: [0.2, 0.5],
} as const;

/** Room for the high shelf where music was recorded at a low rate. */
const HIGHEST = 0.4;

const CHANGES = {
  noise: (y, _sr, seed) => addNoise(y, { std: STUDY.std, seed }),
  "time-shift": (y, sr, seed) => timeShift(y, Math.round(STUDY.shift * sr * new MT19937(seed).random())),
  "pitch-shift": (y, sr) => pitchShift(y, { sr, nSteps: STUDY.nSteps }),
  "time-stretch": (y, _sr, seed) => timeStretch(y, evenRatio(new MT19937(seed), OURS.rate)),
  gain: (y, _sr, seed) => gain(y, even(new MT19937(seed), OURS.decibels)),
  EQ: (y, sr, seed) => {
    const random = new MT19937(seed);
    const band = (kind: Band["kind"], frequency: number): Band => {
      return { kind, frequency: Math.min(frequency, HIGHEST * sr), decibels: even(random, OURS.decibels) };
    };
    const peak = evenRatio(random, OURS.peak);
    return equalise(y, {
      sr,
      bands: [band("lowShelf", OURS.lowShelf), band("peaking", peak), band("highShelf", OURS.highShelf)],
    });
  },
  reverb: (y, sr, seed) => {
    const random = new MT19937(seed);
    const decaySeconds = evenRatio(random, OURS.decaySeconds);
    return reverb(y, { sr, decaySeconds, mix: even(random, OURS.mix), seed });
  },
} satisfies Record<string, Change>;

/** A method that makes a copy of a clip's sound. */
export type ChangeMethod = keyof typeof CHANGES;

export const CHANGE_METHODS = Object.keys(CHANGES) as readonly ChangeMethod[];

/** The methods of the study, which changes every clip once by each. */
export const STUDY_METHODS = ["noise", "time-shift", "pitch-shift"] as const satisfies readonly ChangeMethod[];

/**
 * A clip changed by a method: as the study did where it did, else by a strength that is drawn.
 *
 * @param y mono samples
 * @param sr Hz
 * @param seed of all that is drawn, 0 to 2^32 - 1
 */
export function changeClip(y: Float32Array, sr: number, method: ChangeMethod, seed: number): Float32Array {
  const change: Change = CHANGES[method];
  return change(y, sr, seed);
}

function even(random: MT19937, [low, high]: readonly [number, number]): number {
  return low + (high - low) * random.random();
}

/** Even over ratios: half as fast is as likely as twice as fast. */
function evenRatio(random: MT19937, [low, high]: readonly [number, number]): number {
  return low * (high / low) ** random.random();
}
