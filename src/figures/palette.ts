import type { Quadrant } from "../corpora";

/** Colours that the colour-blind can tell apart (Okabe and Ito 2008), warm for high arousal. */
export const QUADRANT_COLOURS: Readonly<Record<Quadrant, string>> = {
  Q1: "#e69f00",
  Q2: "#d55e00",
  Q3: "#0072b2",
  Q4: "#009e73",
};

/** For models, in the order they are drawn. */
const SERIES_COLOURS = ["#7f7f7f", "#0072b2", "#009e73", "#d55e00", "#cc79a7", "#56b4e9", "#e69f00"] as const;

/** The colour of the n-th series; they repeat after seven. */
export function seriesColour(index: number): string {
  return SERIES_COLOURS[index % SERIES_COLOURS.length]!;
}

/** From few to many, dark on light, legible in both themes. */
export const SEQUENTIAL_SCALE = "Viridis";
