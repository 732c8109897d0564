import type { MT19937 } from "../../random";
import { pick } from "./stream";

/** Steps of the scale in semitones above the tonic. */
const MAJOR = [0, 2, 4, 5, 7, 9, 11] as const;
const MINOR = [0, 2, 3, 5, 7, 8, 10] as const;

/** Chords by the scale step of their root. */
const I = 0;
const II = 1;
const IV = 3;
const V = 4;
const VI = 5;

/**
 * Which chords may stand beside which. The relation holds both ways, so that a progression read backwards is a
 * progression as well: pieces are mirrored in time to turn a rising line into a falling one (see composeEtude).
 */
const NEIGHBOURS: Readonly<Record<number, readonly number[]>> = {
  [I]: [IV, V, VI],
  [II]: [IV, V, VI],
  [IV]: [I, II, V, VI],
  [V]: [I, II, VI, IV],
  [VI]: [I, II, IV, V],
};

/** Units (of two beats) in a phrase; at its end stands the tonic or the dominant. */
export const PHRASE = 4;

/**
 * A progression that is the same read from either end: tonic, dominant, ..., dominant, tonic, so that it opens clearly
 * and closes with a perfect cadence, and a phrase ends on the tonic or the dominant every four units.
 *
 * @returns a root per unit, as a step of the scale, 0 to 6
 */
export function writeProgression(stream: MT19937, units: number): number[] {
  const half = Math.ceil(units / 2);
  const roots = [I, V];
  while (roots.length < half) {
    const before = roots.at(-1)!;
    const closing = roots.length % PHRASE === 0;
    const choices = NEIGHBOURS[before]!.filter((root) => !closing || root === I || root === V);
    roots.push(choices.length > 0 ? pick(stream, choices) : I);
  }
  const first = roots.slice(0, half);
  return [...first, ...first.slice(0, Math.floor(units / 2)).reverse()];
}

/** A key: which pitches the steps of its scale are. */
export class Key {
  /**
   * @param tonic pitch class, 0 to 11, 0 is C
   * @param major or minor (natural; the dominant chord raises its third, the leading note)
   */
  constructor(
    readonly tonic: number,
    readonly major: boolean,
  ) {}

  /**
   * The MIDI pitch of a step of the scale; step 0 is the tonic nearest to middle C (54 to 65), 7 the one above.
   *
   * @param root the chord that sounds with it: over the dominant, the seventh step of minor is raised
   */
  pitch(step: number, root: number): number {
    const degree = ((step % 7) + 7) % 7;
    const octave = Math.floor(step / 7);
    const raised = !this.major && root === V && degree === 6 ? 1 : 0;
    return 60 + this.tonic - (this.tonic > 5 ? 12 : 0) + 12 * octave + (this.major ? MAJOR : MINOR)[degree]! + raised;
  }
}

/** Whether a step of the scale belongs to the triad on `root`. */
export function isChordStep(step: number, root: number): boolean {
  const distance = (((step - root) % 7) + 7) % 7;
  return distance === 0 || distance === 2 || distance === 4;
}

/** The step of the triad on `root` that is nearest to a height (in steps, may be fractional). */
export function nearestChordStep(height: number, root: number): number {
  let best = Number.NEGATIVE_INFINITY;
  for (let step = Math.floor(height) - 3; step <= Math.ceil(height) + 3; step++) {
    if (isChordStep(step, root) && Math.abs(step - height) < Math.abs(best - height)) best = step;
  }
  return best;
}

/** Four chord pitches from below: three voices and the lowest an octave up. */
export type Voicing = readonly number[];

/** Ways to sharpen a chord: which of its voices goes to how many semitones from another. */
const CLASHES = [
  { voice: 1, from: 2, semitones: -1 }, // a minor second below the upper voice
  { voice: 2, from: 0, semitones: 11 }, // a major seventh above the lowest
  { voice: 2, from: 0, semitones: 6 }, // a tritone above the lowest
] as const;

const MINOR_NINTH = 13;

/**
 * The chords of a progression in close position about a height, some with a clashing note.
 *
 * The same clash stands as far from the end as from the beginning; the outer chords stay clean.
 */
export function voiceChords(
  stream: MT19937,
  progression: readonly number[],
  key: Key,
  { chordPitch, dissonance }: { readonly chordPitch: number; readonly dissonance: number },
): Voicing[] {
  const last = progression.length - 1;
  const half = progression.slice(0, Math.ceil(progression.length / 2)).map((root, unit) => {
    const height = ((chordPitch - 5 - key.pitch(0, root)) / 12) * 7;
    const lowest = nearestChordStep(height, root);
    const steps = Array.from({ length: 7 }, (_, i) => lowest + i).filter((step) => isChordStep(step, root));
    const voices = [...steps.slice(0, 3), lowest + 7].map((step) => key.pitch(step, root));
    const clashes = stream.random() < dissonance;
    const { voice, from, semitones } = pick(stream, CLASHES);
    if (!clashes || unit === 0) return voices;
    voices[voice] = voices[from]! + semitones;
    voices[3] = voices[0]! + MINOR_NINTH;
    return voices;
  });
  return progression.map((_, unit) => half[Math.min(unit, last - unit)]!);
}
