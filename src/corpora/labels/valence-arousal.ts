import { QuadrantError } from "../../errors";
import type { Quadrant } from "../quadrant";

/** A point of the plane; both coordinates from -1 to 1. */
export interface AffectRating {
  readonly valence: number;
  readonly arousal: number;
}

/** The middle of every rating scale, once it is brought to -1 to 1. */
export const SCALE_MIDPOINT: AffectRating = { valence: 0, arousal: 0 };

/**
 * Brings a rating from the scale of the raters to -1 to 1.
 *
 * @param scale lowest and highest rating that could be given: [1, 9]
 *
 * @example
 * fromScale(7, [1, 9]); // 0.5
 */
export function fromScale(rating: number, [low, high]: readonly [number, number]): number {
  return (2 * (rating - low)) / (high - low) - 1;
}

/** Brings a standard deviation along: on the scale of -1 to 1. */
export function spreadFromScale(spread: number, [low, high]: readonly [number, number]): number {
  return (2 * spread) / (high - low);
}

/**
 * The quadrant of a point. A point on a dividing line counts to its upper side: a valence equal to the midpoint is
 * positive.
 */
export function quadrantAt({ valence, arousal }: AffectRating, midpoint: AffectRating = SCALE_MIDPOINT): Quadrant {
  if (arousal >= midpoint.arousal) return valence >= midpoint.valence ? "Q1" : "Q2";
  return valence >= midpoint.valence ? "Q4" : "Q3";
}

/** How far a point lies from the nearer dividing line, from 0 to 1 on the scale of -1 to 1. */
export function distanceFromLines({ valence, arousal }: AffectRating, midpoint: AffectRating = SCALE_MIDPOINT): number {
  return Math.min(Math.abs(valence - midpoint.valence), Math.abs(arousal - midpoint.arousal));
}

/** The medians of valence and arousal: lines that leave as many clips on either side. */
export function medianPoint(points: readonly AffectRating[]): AffectRating {
  if (points.length === 0) throw new QuadrantError("bad-argument", "there are no ratings to take the median of");
  const medianOf = (values: number[]) => {
    values.sort((a, b) => a - b);
    const half = values.length / 2;
    return (values[Math.ceil(half) - 1]! + values[Math.floor(half)]!) / 2;
  };
  return {
    valence: medianOf(points.map(({ valence }) => valence)),
    arousal: medianOf(points.map(({ arousal }) => arousal)),
  };
}

/**
 * The share of raters that would have put the clip into its quadrant, taking their ratings of valence and of arousal as
 * normally distributed and independent: 0 to 1. Only a guide where the scale has an end nearby.
 *
 * @param spread standard deviations of the raters, on the scale of -1 to 1
 */
export function agreementOfRaters(
  point: AffectRating,
  spread: AffectRating,
  midpoint: AffectRating = SCALE_MIDPOINT,
): number {
  return (["valence", "arousal"] as const).reduce((product, axis) => {
    const distance = Math.abs(point[axis] - midpoint[axis]);
    if (spread[axis] === 0) return product * (distance === 0 ? 0.5 : 1);
    return product * normalShare(distance / spread[axis]);
  }, 1);
}

/** The normal distribution function, for z of at least 0; Abramowitz and Stegun 1964, 26.2.17, within 7.5e-8. */
function normalShare(z: number): number {
  const t = 1 / (1 + 0.2316419 * z);
  const tail = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return 1 - (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * tail;
}
