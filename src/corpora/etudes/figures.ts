/** How a chord is spread over time. */
export const FIGURES = ["block", "alberti", "arpeggio", "offbeat", "pulse", "broken"] as const;

export type Figure = (typeof FIGURES)[number];

/** A note of an accompaniment: times in beats from the beginning of a unit, `voice` counts the chord from below. */
interface FigureNote {
  readonly beat: number;
  readonly beats: number;
  readonly voices: readonly number[];
}

const ALL_VOICES = [0, 1, 2] as const;

/**
 * One unit (two beats) of a figure.
 *
 * @param perBeat how many strokes a beat: 1, 2 or 4
 */
export function spreadChord(figure: Figure, perBeat: number): FigureNote[] {
  const strokes = 2 * perBeat;
  const stroke = (index: number, voices: readonly number[]): FigureNote => ({
    beat: index / perBeat,
    beats: 1 / perBeat,
    voices,
  });
  const each = (voicesAt: (index: number) => readonly number[]): FigureNote[] =>
    Array.from({ length: strokes }, (_, i) => stroke(i, voicesAt(i)));
  switch (figure) {
    case "block":
      return [0, 1].map((beat) => ({ beat, beats: 1, voices: ALL_VOICES }));
    case "alberti":
      return each((i) => [[0, 2, 1, 2][i % 4]!]);
    case "arpeggio":
      return each((i) => [[0, 1, 2, 3][i % 4]!]);
    case "offbeat":
      return each((i) => (i % 2 === 0 ? [0] : [1, 2]));
    case "pulse":
      return each(() => ALL_VOICES);
    case "broken":
      return each((i) => (i % 2 === 0 ? [0, 2] : [1]));
  }
}
