import { type Figure, spreadChord } from "./figures";
import type { Key, Voicing } from "./harmony";
import type { MelodyNote } from "./melody";
import type { Written } from "./performance";

/** General MIDI drums. */
const KICK = 36;
const SNARE = 38;
const HAT = 42;

/** No bass note lies above this pitch (the A below middle C less a fourth). */
const BASS_TOP = 52;

/** The melody in its key. */
export function sing(melody: readonly (readonly MelodyNote[])[], progression: readonly number[], key: Key): Written[] {
  return melody.flatMap((notes, unit) =>
    notes.map(({ beat, beats, step }) => ({
      beat: 2 * unit + beat,
      beats,
      pitch: key.pitch(step, progression[unit]!),
    })),
  );
}

/** The chords in the composer's figure; the first and the last are held. */
export function accompany(chords: readonly Voicing[], figure: Figure, strokes: number): Written[] {
  return chords.flatMap((voices, unit) => {
    const held = unit === 0 || unit === chords.length - 1;
    const notes = held ? [{ beat: 0, beats: 2, voices: [0, 1, 2] }] : spreadChord(figure, strokes);
    return notes.flatMap((note) =>
      note.voices.map((voice) => ({ beat: 2 * unit + note.beat, beats: note.beats, pitch: voices[voice]! })),
    );
  });
}

/**
 * The roots of the chords, low.
 *
 * @param lively root and fifth on each beat, instead of the root for both
 */
export function walk(progression: readonly number[], key: Key, lively: boolean): Written[] {
  const low = (step: number, root: number): number => {
    const pitch = key.pitch(step, root);
    return pitch - 12 * Math.ceil((pitch - BASS_TOP) / 12);
  };
  return progression.flatMap((root, unit) => {
    const held = !lively || unit === 0 || unit === progression.length - 1;
    const lowest = low(root, root);
    if (held) return [{ beat: 2 * unit, beats: 2, pitch: lowest }];
    return [
      { beat: 2 * unit, beats: 1, pitch: lowest },
      { beat: 2 * unit + 1, beats: 1, pitch: low(root + 4, root) },
    ];
  });
}

/** Kick, snare and hi-hat in every unit but the outer ones. */
export function drum(units: number): Written[] {
  return Array.from({ length: units - 2 }, (_, i) => 2 * (i + 1)).flatMap((beat) => [
    { beat, beats: 1, pitch: KICK },
    { beat: beat + 1, beats: 1, pitch: SNARE },
    ...[0, 0.5, 1, 1.5].map((late) => ({ beat: beat + late, beats: 0.5, pitch: HAT })),
  ]);
}
