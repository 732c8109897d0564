import type { MT19937 } from "../../random";
import type { MidiNote } from "../../synthesis";
import { TICKS } from "./timing";

/** Velocity steps from the mean to either end of a crescendo or diminuendo: about 12 dB from end to end. */
const SWELL = 22;

/** Velocity steps that the first beat of a unit has more. */
const ACCENT = 4;

/** How far a hand strays from the velocity it means, in steps. */
const UNSTEADINESS = 2;

/** A note before it is played: times in beats from the beginning of the piece. */
export interface Written {
  readonly beat: number;
  readonly beats: number;
  /** MIDI pitch. */
  readonly pitch: number;
}

/**
 * Plays a part: how loud each note is and for how long it sounds.
 *
 * A note's place in the crescendo is the middle of its written length, so that a part whose rhythm is symmetric about
 * the middle of the piece has the same mean velocity both ways.
 *
 * @param options.beats length of the piece
 * @param options.gate share of its length for which a note sounds; held notes of two beats sound to the end
 * @param options.mean velocity in the middle of the piece
 */
export function perform(
  notes: readonly Written[],
  hand: MT19937,
  { beats, gate, mean, crescendo }: { beats: number; gate: number; mean: number; crescendo: boolean },
): MidiNote[] {
  return notes.map((note) => {
    const place = (2 * note.beat + note.beats) / beats - 1;
    const accent = note.beat % 2 === 0 ? ACCENT : 0;
    const strayed = Math.round(UNSTEADINESS * (2 * hand.random() - 1));
    const swell = Math.sign(place) * Math.round(SWELL * Math.abs(place));
    const outermost = note.beat === 0 || note.beat === beats - 2;
    return {
      tick: Math.round(note.beat * TICKS),
      duration: Math.round(note.beats * (outermost ? 1 : gate) * TICKS),
      pitch: note.pitch,
      velocity: mean + accent + strayed + (crescendo ? swell : -swell),
    };
  });
}
