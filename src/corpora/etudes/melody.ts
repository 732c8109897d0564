import type { MT19937 } from "../../random";
import { nearestChordStep, PHRASE } from "./harmony";
import { pick } from "./stream";

/** Rhythms of one unit of two beats, from calm to busy: durations in beats. */
const CELLS: readonly (readonly (readonly number[])[])[] = [
  [[2], [1, 1]],
  [
    [1, 1],
    [1.5, 0.5],
    [1, 0.5, 0.5],
  ],
  [
    [0.5, 0.5, 0.5, 0.5],
    [1, 0.5, 0.5],
    [0.5, 0.5, 1],
    [0.75, 0.25, 0.5, 0.5],
  ],
  [
    [0.5, 0.25, 0.25, 0.5, 0.5],
    [0.25, 0.25, 0.25, 0.25, 0.5, 0.5],
    [0.5, 0.25, 0.25, 0.5, 0.25, 0.25],
  ],
];

/** Rhythms that are the same from either end, for the middle of a piece. */
const SYMMETRIC: readonly (readonly number[])[] = [[2], [1, 1], [0.5, 1, 0.5], [0.5, 0.5, 0.5, 0.5]];

/** How many levels of rhythmic density there are. */
export const DENSITIES = CELLS.length;

/** How far the line climbs or falls over the whole piece, in steps of the scale: an octave and a third. */
const CLIMB = 9;

/** Steps of the scale in an octave: the first and the last note of a piece are tonics this far apart. */
const OCTAVE = 7;

/** How far single notes stray from the line, in steps. */
const STRAY = 1.6;

/** One note of the melody. Times in beats from the beginning of its unit. */
export interface MelodyNote {
  readonly beat: number;
  readonly beats: number;
  readonly step: number;
}

/**
 * A melody over a palindromic progression: chord notes at both ends of every unit, passing notes between, two rhythmic
 * motifs that come back, a held note to open and one to close on the tonic.
 *
 * The line is written rising, over a rhythm that is the same from either end. A falling one is its exact mirror image in
 * time: the same pitches with the same lengths in the opposite order, over the same chords.
 *
 * @param density 0 (calm) to DENSITIES - 1 (busy)
 * @param height of the middle of the line, in steps above the tonic next above middle C
 * @returns the notes of each unit
 */
export function writeMelody(
  stream: MT19937,
  progression: readonly number[],
  options: { density: number; height: number; rising: boolean },
): MelodyNote[][] {
  const motifs = [pick(stream, CELLS[options.density]!), pick(stream, CELLS[options.density]!)] as const;
  const close = pick(stream, CELLS[Math.min(1, options.density)]!);
  const last = progression.length - 1;
  const rhythms = progression.map((_, unit) => {
    const place = Math.min(unit, last - unit);
    if (place === 0) return [2];
    if (2 * unit === last) return SYMMETRIC[options.density]!;
    const rhythm = place % PHRASE === 0 ? close : motifs[place % 2]!;
    return unit === place ? rhythm : [...rhythm].reverse();
  });
  const opening = OCTAVE * Math.round((options.height - OCTAVE / 2) / OCTAVE);
  const rising = progression.map((root, unit) => {
    const notes = rhythms[unit]!.length;
    const heights = Array.from({ length: notes }, (_, i) => {
      const climbed = (unit + (i + 0.5) / notes) / progression.length - 0.5;
      return options.height + CLIMB * climbed + STRAY * (2 * stream.random() - 1);
    });
    if (unit === 0) return [opening];
    return unit === last ? [opening + OCTAVE] : fillUnit(heights, root);
  });
  const lines = options.rising ? rising : [...rising].reverse().map((steps) => [...steps].reverse());
  return lines.map((steps, unit) => {
    let beat = 0;
    return steps.map((step, i) => {
      const beats = rhythms[unit]![i]!;
      beat += beats;
      return { beat: beat - beats, beats, step };
    });
  });
}

/** Chord notes first and last, between them whichever is nearer: a step from the note before, or a chord note. */
function fillUnit(heights: readonly number[], root: number): number[] {
  const steps: number[] = [];
  for (const [i, height] of heights.entries()) {
    const before = steps.at(-1);
    const inside = i > 0 && i < heights.length - 1;
    if (!inside || before === undefined || i % 2 === 0) steps.push(nearestChordStep(height, root));
    else steps.push(before + (height >= before ? 1 : -1));
  }
  return steps;
}
