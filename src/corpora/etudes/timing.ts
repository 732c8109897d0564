/** How much shorter or longer than the mean the outermost beats are: a tempo ratio of 1.67 from end to end. */
const PULL = 0.25;

/** Ticks a beat. */
export const TICKS = 480;

/**
 * Seconds kept free at the end of a clip for the last chord to fade. Short, as the end is the one part of a clip that a
 * mirror image lacks: at 0.8 s the averages told a crescendo from a diminuendo in six cases of ten.
 */
export const RING = 0.3;

/**
 * The number of units (two beats each) that brings the mean tempo of a clip nearest to the one asked for.
 *
 * @param bpm beats a minute
 * @param seconds of the whole clip
 */
export function countUnits(bpm: number, seconds: number): number {
  return Math.max(3, Math.round(((seconds - RING) * bpm) / 120));
}

/**
 * A tempo for every beat: beat lengths fall (accelerando) or rise (ritardando) evenly and fill the time exactly. Both
 * directions hold the same lengths in opposite order.
 */
export function temposOf(beats: number, seconds: number, accelerando: boolean) {
  const mean = (seconds - RING) / beats;
  const rising = Array.from({ length: beats }, (_, beat) => {
    return Math.round(mean * (1 + PULL * ((2 * (beat + 0.5)) / beats - 1)) * 1e6);
  });
  const lengths = accelerando ? rising.reverse() : rising;
  return lengths.map((microsecondsPerBeat, beat) => ({ tick: beat * TICKS, microsecondsPerBeat }));
}
