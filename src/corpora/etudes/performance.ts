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
 * A crescendo takes one step every unit of two beats. As a part has as many notes in a unit as in its mirror image, its
 * mean velocity is the same both ways.
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
    // Twice the distance of the unit's middle from the piece's, in beats: whole, so that both sides round alike.
    const place = 4 * Math.floor(note.beat / 2) + 2 - beats;
    const accent = note.beat % 2 === 0 ? ACCENT : 0;
    const strayed = Math.round(UNSTEADINESS * (2 * hand.random() - 1));
    const swell = Math.sign(place) * Math.round((SWELL * Math.abs(place)) / beats);
    const outermost = note.beat === 0 || note.beat === beats - 2;
    return {
      tick: Math.round(note.beat * TICKS),
      duration: Math.round(note.beats * (outermost ? 1 : gate) * TICKS),
      pitch: note.pitch,
      velocity: mean + accent + strayed + (crescendo ? swell : -swell),
    };
  });
}
