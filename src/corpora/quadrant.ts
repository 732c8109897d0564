/**
 * Russell's quadrants of the valence/arousal plane.
 *
 * Q1 happy (+, +), Q2 tense (-, +), Q3 sad (-, -), Q4 calm (+, -): sign of valence, sign of arousal.
 */
export const QUADRANTS = ["Q1", "Q2", "Q3", "Q4"] as const;

export type Quadrant = (typeof QUADRANTS)[number];

/** What each quadrant is called in a figure. */
export const QUADRANT_NAMES: Readonly<Record<Quadrant, string>> = {
  Q1: "Q1 happy",
  Q2: "Q2 tense",
  Q3: "Q3 sad",
  Q4: "Q4 calm",
};

/** The signs (valence, arousal) of each quadrant. */
export const QUADRANT_SIGNS: Readonly<Record<Quadrant, readonly [valence: 1 | -1, arousal: 1 | -1]>> = {
  Q1: [1, 1],
  Q2: [-1, 1],
  Q3: [-1, -1],
  Q4: [1, -1],
};
