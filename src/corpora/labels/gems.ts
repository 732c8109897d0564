import type { Quadrant } from "../quadrant";

/** The nine factors of the Geneva Emotional Music Scale, as Emotify names its columns. */
export const GEMS_EMOTIONS = [
  "amazement",
  "solemnity",
  "tenderness",
  "nostalgia",
  "calmness",
  "power",
  "joyful_activation",
  "tension",
  "sadness",
] as const;

export type GemsEmotion = (typeof GEMS_EMOTIONS)[number];

/**
 * Where each felt emotion lies, after the three families of Zentner, Grandjean and Scherer (2008, "Emotions evoked by the
 * sound of music"): vitality is Q1, sublimity Q4, and unease is told apart into tension, Q2, and sadness, Q3. The
 * families are theirs; that sublimity counts as calm and pleasant, amazement included, is this project's choice.
 */
export const GEMS_QUADRANTS: Readonly<Record<GemsEmotion, Quadrant>> = {
  power: "Q1",
  joyful_activation: "Q1",
  tension: "Q2",
  sadness: "Q3",
  amazement: "Q4",
  solemnity: "Q4",
  tenderness: "Q4",
  nostalgia: "Q4",
  calmness: "Q4",
};

/**
 * The quadrant of the emotion that most listeners chose, or undefined where emotions of several quadrants were chosen as
 * often. Families are not summed: five emotions of nine lie in Q4, which would win almost always.
 *
 * @param chosen share of listeners who chose each emotion
 */
export function quadrantOfEmotions(
  chosen: Readonly<Record<GemsEmotion, number>>,
): { readonly quadrant: Quadrant; readonly agreement: number } | undefined {
  const most = Math.max(...GEMS_EMOTIONS.map((emotion) => chosen[emotion]));
  const winners = new Set(
    GEMS_EMOTIONS.filter((emotion) => chosen[emotion] === most).map((emotion) => GEMS_QUADRANTS[emotion]),
  );
  const [quadrant] = winners;
  return most > 0 && winners.size === 1 && quadrant !== undefined ? { quadrant, agreement: most } : undefined;
}
