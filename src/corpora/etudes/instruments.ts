/**
 * General MIDI programs, counted from 0, by the part they play. A composer keeps to a few of them, which is what makes a
 * hand audible. How loud they are beside each other is left as the sound font has it.
 */

/** Flute, clarinet, horn, viola, cello, vibraphone, nylon guitar, ocarina, choir. */
export const MELLOW_LEADS = [73, 71, 60, 41, 42, 11, 24, 79, 52] as const;

/** Violin, oboe, trumpet, soprano saxophone, harpsichord, glockenspiel, accordion, piccolo, square lead, grand piano. */
export const BRIGHT_LEADS = [40, 68, 56, 64, 6, 9, 21, 72, 80, 1] as const;

/** Grand piano, electric pianos, harp, nylon and steel guitar, marimba, harpsichord, pizzicato strings. */
export const PLUCKED_CHORDS = [0, 4, 5, 46, 24, 25, 12, 6, 45] as const;

/** Strings, slow strings, choir, church organ, drawbar organ, warm pad, accordion, brass section. */
export const SUSTAINED_CHORDS = [48, 49, 52, 19, 16, 89, 21, 61] as const;

/** Acoustic, fingered and fretless bass, contrabass, cello, tuba. */
export const BASSES = [32, 33, 35, 43, 42, 58] as const;
