import type { Composer } from "./composers";
import type { Cues } from "./cues";
import { DENSITIES } from "./melody";

/** What the cues come to for the composer at work, in units of music. */
export interface Parameters {
  /** Mean tempo asked for, beats a minute. */
  readonly bpm: number;
  /** Mean MIDI velocity of an accompaniment note without accent. */
  readonly velocity: number;
  /** MIDI channel volume. */
  readonly volume: number;
  /** Share of its written length for which a note sounds: 0.3 staccato to 1 legato. */
  readonly gate: number;
  /** MIDI pitch about which the melody lies. */
  readonly melodyPitch: number;
  /** MIDI pitch about which the chords lie. */
  readonly chordPitch: number;
  /** Of the melody, 0 to DENSITIES - 1. */
  readonly density: number;
  /** Strokes a beat of the accompaniment. */
  readonly strokes: 1 | 2 | 4;
  /** Share of units whose chord is sharpened by a clash. */
  readonly dissonance: number;
  /** MIDI controller 74: 64 leaves the instrument as it is, less is darker. */
  readonly cutoff: number;
  /** MIDI controller 73: 64 leaves the instrument as it is, more is slower. */
  readonly attackTime: number;
  readonly lead: number;
  readonly chords: number;
  readonly drums: boolean;
}

const clamp = (value: number, low: number, high: number): number => Math.max(low, Math.min(high, value));

/** The cue values turned into music: our choice of scale, held within what still sounds like music. */
export function parametersOf({ graded }: Cues, composer: Composer): Parameters {
  const { tempo, register, loudness, articulation, timbre, density, consonance, attack } = graded;
  return {
    bpm: clamp(100 * 2 ** (0.55 * tempo), 52, 184),
    velocity: Math.round(clamp(68 + 14 * loudness, 48, 86)),
    volume: Math.round(clamp(94 + 20 * loudness, 56, 124)),
    gate: clamp(0.72 - 0.32 * articulation, 0.3, 1),
    melodyPitch: clamp(70 + 9 * register, 56, 86),
    chordPitch: clamp(56 + 6 * register, 47, 66),
    density: clamp(Math.floor(DENSITIES / 2 + 1.6 * density), 0, DENSITIES - 1),
    strokes: density < -0.4 ? 1 : density < 0.6 ? 2 : 4,
    dissonance: clamp(0.45 - 0.55 * consonance, 0, 1),
    cutoff: Math.round(clamp(64 + 16 * timbre, 40, 64)),
    attackTime: Math.round(clamp(64 - 30 * attack, 64, 104)),
    lead: timbre > 0 ? composer.brightLead : composer.mellowLead,
    chords: attack > 0 ? composer.pluckedChords : composer.sustainedChords,
    drums: composer.drums && tempo + loudness > 0.8,
  };
}
