import type { MT19937 } from "../../random";
import { QUADRANTS, type Quadrant } from "../quadrant";
import { GRADED_CUE_NAMES, GRADED_CUES, type GradedCueName } from "./cues";
import { FIGURES, type Figure } from "./figures";
import { BASSES, BRIGHT_LEADS, MELLOW_LEADS, PLUCKED_CHORDS, SUSTAINED_CHORDS } from "./instruments";
import { pick, streamFor } from "./stream";

/** Nobody of these names is known to have composed. */
const NAMES = [
  ...["Ottoline Varga", "Casimir Lund", "Berenike Holt", "Anselm Quill", "Tamsin Oyelaran", "Ludo Ferrante"],
  ...["Ines Dragomir", "Matthis Rooke", "Sunniva Claes", "Idris Beaumont", "Perpetua Voss", "Joaquin Ebert"],
  ...["Halina Strand", "Corwin Adeyemi", "Mirela Stone", "Evander Pike", "Yolanda Fenn", "Tobias Marek"],
  ...["Saskia Olund", "Bram Castellan", "Noor Whitlock", "Cyprian Dahl", "Greta Imanov", "Leopold Achebe"],
  ...["Willa Sorensen", "Dario Kestrel", "Aurelia Penn", "Fionn Takala", "Zenobia Clarke", "Emeric Solano"],
  ...["Petra Nightjar", "Oskar Belmonte", "Rosalind Uche", "Valentin Moor", "Kirsa Delacroix", "Amadou Frey"],
  ...["Hester Lindqvist", "Silvan Okoro", "Marguerite Tarn", "Jonas Vale", "Linnea Abbott", "Rufus Zelenko"],
  ...["Clemency Rask", "Teodor Haye", "Isolde Mbeki", "Percival Noor", "Annika Thorne", "Gideon Salm"],
] as const;

/** A composer's leaning: this share of the favourite quadrant, the rest shared by the other three. Our choice. */
const FAVOURITE = 0.6;

/** An invented composer. What is fixed here is heard in every piece of that hand. */
export interface Composer {
  /** The group of a clip: "ottoline-varga". */
  readonly id: string;
  readonly name: string;
  readonly favourite: Quadrant;
  /** Added to every graded cue. */
  readonly habits: Readonly<Record<GradedCueName, number>>;
  /** General MIDI programs. */
  readonly mellowLead: number;
  readonly brightLead: number;
  readonly pluckedChords: number;
  readonly sustainedChords: number;
  /** Undefined for a composer who writes without a bass. */
  readonly bass: number | undefined;
  readonly drums: boolean;
  readonly figure: Figure;
  /** Pitch classes of the keys in use, 0 is C. */
  readonly tonics: readonly number[];
}

/** All composers of a seed: as many lean towards each quadrant. */
export function makeComposers(seed: number): Composer[] {
  return NAMES.map((name, index) => {
    const stream = streamFor(seed, "composer", index);
    const habits = Object.fromEntries(
      GRADED_CUE_NAMES.map((cue) => [cue, GRADED_CUES[cue].habit * stream.normal()]),
    ) as Record<GradedCueName, number>;
    return {
      id: name.toLowerCase().replace(" ", "-"),
      name,
      favourite: QUADRANTS[index % QUADRANTS.length]!,
      habits,
      mellowLead: pick(stream, MELLOW_LEADS),
      brightLead: pick(stream, BRIGHT_LEADS),
      pluckedChords: pick(stream, PLUCKED_CHORDS),
      sustainedChords: pick(stream, SUSTAINED_CHORDS),
      bass: stream.random() < 0.75 ? pick(stream, BASSES) : undefined,
      drums: stream.random() < 0.5,
      figure: pick(stream, FIGURES),
      tonics: [Math.floor(stream.random() * 12), Math.floor(stream.random() * 12)],
    };
  });
}

/** Who wrote a piece of this quadrant: mostly one who leans towards it. */
export function drawComposer(stream: MT19937, composers: readonly Composer[], quadrant: Quadrant): Composer {
  const rest = (1 - FAVOURITE) / (QUADRANTS.length - 1);
  const weights = composers.map((composer) => (composer.favourite === quadrant ? FAVOURITE : rest));
  let left = stream.random() * weights.reduce((sum, weight) => sum + weight, 0);
  for (const [i, composer] of composers.entries()) {
    left -= weights[i]!;
    if (left < 0) return composer;
  }
  return composers.at(-1)!;
}
