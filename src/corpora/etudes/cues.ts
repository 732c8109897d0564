import type { MT19937 } from "../../random";
import { QUADRANT_SIGNS, type Quadrant } from "../quadrant";

/**
 * Where the points of a quadrant lie: valence and arousal each normal around (+-centre), cut off at -1 and 1. The
 * label is the quadrant a point was drawn for, so the tails that reach into a neighbour cannot be told apart from it
 * by any cue, as with people who disagree. Centre and spread are our choice.
 */
export const POINTS = { centre: 0.5, spread: 0.25 } as const;

/** A cue that is a matter of degree: `valence * v + arousal * a + habit + noise`, in units of about one "clearly more". */
export interface GradedCue {
  /** Strength per unit of valence and of arousal, both of which go from -1 to 1. */
  readonly valence: number;
  readonly arousal: number;
  /** Standard deviation between composers: a habit stays the same in all clips of one composer. */
  readonly habit: number;
  /** Standard deviation between clips of one composer. */
  readonly noise: number;
  /** Where the direction comes from. */
  readonly source: string;
}

/** A cue with two values: the first has probability 1 / (1 + exp(-(valence * v + arousal * a))). */
export interface BinaryCue {
  readonly values: readonly [string, string];
  readonly valence: number;
  readonly arousal: number;
  readonly source: string;
}

/**
 * How strongly each cue follows valence and arousal.
 *
 * From the literature: the directions (the review of Gabrielsson and Lindstrom 2010, "The role of structure in the
 * musical expression of emotions", its table of structural factors), the order of importance (Eerola, Friberg
 * and Bresin 2013, Frontiers in Psychology 4:487: mode, tempo, register, dynamics, articulation, timbre) and the form:
 * they found cues to act linearly and additively, 77 to 89 % of the variance of ratings being explained so. We checked
 * mode, tempo, pace and loudness against a reprint of the table, and importance and form against the paper's abstract;
 * the other directions are how the field sums them up, and were not checked against the page. Articulation agrees with
 * Carr, Olsen and Thompson 2023 (Music Perception 40:202). Our choice: the numbers, scaled so that the best possible
 * accuracy leaves room above and below (see bayesCeiling), and all habits and noises.
 */
export const GRADED_CUES = {
  tempo: {
    ...{ valence: 0.25, arousal: 0.75, habit: 0.3, noise: 0.4 },
    source: "G&L 2010: fast with activity, joy, anger; slow with calm, sadness. E 2013: second in importance",
  },
  register: {
    ...{ valence: 0.55, arousal: 0.1, habit: 0.35, noise: 0.4 },
    source: "G&L 2010: high with happy, graceful, serene; low with sad, solemn. E 2013: third",
  },
  loudness: {
    ...{ valence: -0.1, arousal: 0.6, habit: 0.25, noise: 0.4 },
    source: "G&L 2010: loud with power, tension, anger, joy; soft with peace, tenderness, sadness. E 2013: fourth",
  },
  articulation: {
    ...{ valence: 0.15, arousal: 0.45, habit: 0.3, noise: 0.4 },
    source: "G&L 2010: staccato with gaiety, energy, anger; legato with softness, sadness. E 2013: fifth",
  },
  timbre: {
    ...{ valence: -0.05, arousal: 0.4, habit: 0.4, noise: 0.4 },
    source: "G&L 2010: many harmonics with activity, anger; few with tenderness, sadness. E 2013: sixth",
  },
  density: {
    ...{ valence: 0.05, arousal: 0.4, habit: 0.3, noise: 0.4 },
    source: "G&L 2010: flowing, lively rhythm with joy and activity; that it adds to tempo is our choice",
  },
  consonance: {
    ...{ valence: 0.5, arousal: -0.15, habit: 0.3, noise: 0.4 },
    source: "G&L 2010: simple, consonant harmony with happy, serene; dissonant with tension, anger",
  },
  attack: {
    ...{ valence: -0.05, arousal: 0.35, habit: 0.35, noise: 0.4 },
    source: "G&L 2010, amplitude envelope: sharp with anger, energy, surprise; round with tenderness, sadness",
  },
} as const satisfies Record<string, GradedCue>;

export const MODE: BinaryCue = {
  values: ["major", "minor"],
  valence: 2.8,
  arousal: 0.2,
  source: "G&L 2010: major with joy, serenity; minor with sadness, tension, anger. E 2013: first in importance",
};

/**
 * The evidence that lies only in the order of time: each piece goes one way or the other, by the same amount, and
 * nothing that is averaged over the clip tells which. The strengths are our choice, large enough for order to matter.
 */
export const ORDER_CUES = {
  dynamics: {
    values: ["crescendo", "diminuendo"],
    valence: -1.5,
    arousal: 4,
    source: "sign after the loud end of G&L 2010; to swell with tension and excitement, to die away with peace",
  },
  pace: {
    values: ["accelerando", "ritardando"],
    valence: 1.5,
    arousal: 4,
    source: "G&L 2010: accelerando with high activation, ritardando with low; the share of valence is our choice",
  },
  line: {
    values: ["rising", "falling"],
    valence: 5,
    arousal: 0.6,
    source:
      "G&L 2010: ascending melody with happiness, serenity, also tension; descending with sadness; mixed findings",
  },
} as const satisfies Record<string, BinaryCue>;

export type GradedCueName = keyof typeof GRADED_CUES;
export type OrderCueName = keyof typeof ORDER_CUES;

export const GRADED_CUE_NAMES = Object.keys(GRADED_CUES) as readonly GradedCueName[];
export const ORDER_CUE_NAMES = Object.keys(ORDER_CUES) as readonly OrderCueName[];

/** What a piece is asked to be. Binary cues are true for the first of their values. */
export interface Cues {
  readonly graded: Readonly<Record<GradedCueName, number>>;
  readonly major: boolean;
  readonly order: Readonly<Record<OrderCueName, boolean>>;
}

/** A point of the valence/arousal plane. */
export interface AffectPoint {
  readonly valence: number;
  readonly arousal: number;
}

/** A point for a quadrant, drawn as POINTS says. */
export function drawPoint(stream: MT19937, quadrant: Quadrant): AffectPoint {
  const [valenceSign, arousalSign] = QUADRANT_SIGNS[quadrant];
  return { valence: drawCoordinate(stream, valenceSign), arousal: drawCoordinate(stream, arousalSign) };
}

function drawCoordinate(stream: MT19937, sign: number): number {
  for (;;) {
    const value = sign * POINTS.centre + POINTS.spread * stream.normal();
    if (Math.abs(value) <= 1) return value;
  }
}

/** The probability of a binary cue's first value at a point. */
export function probabilityOfFirst(cue: BinaryCue, { valence, arousal }: AffectPoint): number {
  return 1 / (1 + Math.exp(-(cue.valence * valence + cue.arousal * arousal)));
}

/** The cues of a piece at a point by a composer with these habits. */
export function drawCues(stream: MT19937, point: AffectPoint, habits: Readonly<Record<GradedCueName, number>>): Cues {
  const graded = Object.fromEntries(
    GRADED_CUE_NAMES.map((name) => {
      const cue = GRADED_CUES[name];
      const expected = cue.valence * point.valence + cue.arousal * point.arousal;
      return [name, expected + habits[name] + cue.noise * stream.normal()];
    }),
  ) as Record<GradedCueName, number>;
  const major = stream.random() < probabilityOfFirst(MODE, point);
  const order = Object.fromEntries(
    ORDER_CUE_NAMES.map((name) => [name, stream.random() < probabilityOfFirst(ORDER_CUES[name], point)]),
  ) as Record<OrderCueName, boolean>;
  return { graded, major, order };
}
