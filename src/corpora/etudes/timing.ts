/** How much shorter or longer than the mean the outermost beats are: a tempo ratio of 1.67 from end to end. */
const PULL = 0.25;

/** Ticks a beat. */
export const TICKS = 480;

/** Seconds kept free at the end of a clip for the last chord to ring. */
export const RING = 0.8;

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
  return Array.from({ length: beats }, (_, beat) => {
    const place = (2 * (beat + 0.5)) / beats - 1;
    const length = mean * (1 + (accelerando ? -PULL : PULL) * place);
    return { tick: beat * TICKS, microsecondsPerBeat: Math.round(length * 1e6) };
  });
}
