import { type AffectRating, fromScale } from "./valence-arousal";

/**
 * Tag, valence and arousal from 1 to 9: how people rate the word, not the music. Figures from jamendo_moodtag_va_scores.csv
 * of the repository AMAAI-Lab/Music2Emotion (Kang and Herremans 2025, "Towards Unified Music Emotion Recognition across
 * Dimensional and Categorical Models"), for 56 of MTG-Jamendo's 59 tags.
 */
const NORMS =
  "action 6.0 6.19, adventure 7.4 6.36, advertising 4.68 3.25, background 5.05 3.67, ballad 6.33 3.6, " +
  "calm 6.89 1.67, children 6.36 5.09, christmas 8.37 5.9, commercial 4.11 4.43, cool 6.82 3.43, " +
  "corporate 4.9 4.74, dark 5.08 4.09, deep 5.44 3.9, documentary 5.91 3.76, drama 4.37 5.14, " +
  "dramatic 5.17 6.59, dream 7.43 4.37, emotional 5.11 5.32, energetic 7.57 6.1, epic 7.19 4.8, " +
  "fast 4.57 6.45, film 6.33 4.1, fun 8.37 6.32, funny 7.59 5.38, game 6.79 5.05, groovy 6.42 4.67, " +
  "happy 8.47 6.05, heavy 4.78 3.65, holiday 7.18 4.93, hopeful 7.44 4.84, inspiring 7.42 5.9, " +
  "love 8.0 5.36, meditative 6.47 2.85, melancholic 3.74 4.13, melodic 6.65 4.86, motivational 6.76 6.37, " +
  "movie 7.24 4.39, nature 6.88 4.0, party 7.18 6.08, positive 7.57 5.5, powerful 6.46 5.41, " +
  "relaxing 8.19 4.29, retro 5.6 4.0, romantic 7.61 5.12, sad 2.1 3.49, sexy 7.42 6.8, slow 4.0 2.89, " +
  "soft 7.13 3.04, soundscape 6.35 3.85, space 6.89 3.6, sport 6.95 4.7, summer 7.5 5.48, trailer 4.44 2.85, " +
  "travel 7.89 5.55, upbeat 7.14 4.92, uplifting 6.95 4.7";

/** Valence and arousal of MTG-Jamendo's tags, -1 to 1. "ambiental", "horror" and "mellow" have none. */
export const TAG_NORMS: ReadonlyMap<string, AffectRating> = new Map(
  NORMS.split(", ").map((entry) => {
    const [tag, valence, arousal] = entry.split(" ");
    return [tag!, { valence: fromScale(Number(valence), [1, 9]), arousal: fromScale(Number(arousal), [1, 9]) }];
  }),
);
