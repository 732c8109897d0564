import type { DataSheet } from "../corpus";
import type { Accuracy, Ceiling } from "./ceiling";
import { GRADED_CUE_NAMES, GRADED_CUES, MODE, ORDER_CUE_NAMES, ORDER_CUES, POINTS } from "./cues";

/** What a reader of a report must know of the études. */
export const etudesSheet: DataSheet = {
  name: "etudes",
  title: "Études: short pieces composed by this program, with a known truth",
  licence: "MIT, as this program; played with FluidR3Mono_GM (MIT)",
  terms: "Do with them what you like.",
  access: "made",
  citation: `@misc{quadrant-etudes,
  title = {Quadrant {\\'E}tudes: a synthetic corpus for music emotion recognition},
  author = {{The quadrant authors}},
  note = {Composed and rendered by quadrant; see the data sheet beside the corpus}
}`,
  homepage: "src/corpora/etudes",
  published: undefined,
  groupMeaning: "composer",
  labelMeaning:
    "The quadrant that the program drew before it composed; no person has labelled the pieces, and none was asked.",
  splits: [],
  sources: [],
  layout: [
    "manifest.json with every clip, its label, composer, cues and SHA-256",
    "audio/ and midi/ with files such as audio/etude-0001.wav",
  ],
  synthetic: true,
  traps: [
    "A result on études says how well a method finds what the program put there, not how people hear music.",
    "Composers lean towards quadrants: a random split leaks and scores too high, split by group.",
    "Points near an axis carry a label that no cue can settle: no method reaches 100 %, see bayesCeiling.",
    "The cues follow studies of Western listeners; the numbers behind them are this program's choice.",
  ],
};

const percent = ({ accuracy, standardError }: Accuracy): string =>
  `${(100 * accuracy).toFixed(1)} % (Monte Carlo error ${(100 * standardError).toFixed(1)})`;

/** A data sheet in the sense of Gebru et al. 2021, "Datasheets for datasets". */
export function writeDatasheet(
  parameters: { clips: number; seconds: number; seed: number },
  groups: number,
  ceiling: Ceiling,
): string {
  const graded = GRADED_CUE_NAMES.map((name) => {
    const { valence, arousal, habit, noise, source } = GRADED_CUES[name];
    return `| ${name} | ${valence} | ${arousal} | ${habit} | ${noise} | ${source} |`;
  });
  const binary = [MODE, ...ORDER_CUE_NAMES.map((name) => ORDER_CUES[name])].map(
    ({ values, valence, arousal, source }) => `| ${values.join(" or ")} | ${valence} | ${arousal} | ${source} |`,
  );
  return `# ${etudesSheet.title}

## Motivation
A corpus that needs no download, has no rights reserved, and whose truth is known: how much of the quadrant can be
told from the music at all, and how much of that lies in the order of time.

## Composition
${parameters.clips} pieces of ${parameters.seconds} s by ${groups} invented composers, seed ${parameters.seed}, the four quadrants equally often as
near as it goes. Each piece: a MIDI
file (\`midi/\`), a mono 16-bit WAV file at 22,050 Hz (\`audio/\`), and in \`manifest.json\` its quadrant, its point of
valence and arousal, its composer (\`group\`), every cue, and the SHA-256 of both files. No person is in the data.

${etudesSheet.labelMeaning}

## Making
A quadrant, a composer who mostly leans towards it, and a point around (+-${POINTS.centre}, +-${POINTS.centre}) with
standard deviation ${POINTS.spread} are drawn; the point becomes cues; a piece with those cues is composed (a progression with a cadence, a melody, an accompaniment, at times
a bass and drums) and played by spessasynth_core with FluidR3Mono_GM, dry, at one fixed gain. The same seed gives the
same bytes.

A graded cue is valence x v + arousal x a + the composer's habit + noise (habit and noise: standard deviations).

| cue | valence | arousal | habit | noise | source of the direction |
| --- | --- | --- | --- | --- | --- |
${graded.join("\n")}

A binary cue takes its first value with probability 1 / (1 + exp(-(valence x v + arousal x a))). Those of order move
by the same amount either way, so that averages over the clip hardly tell the direction (that of the pace leaks a
little: a summary without order guesses it somewhat more often than a coin would).

| cue | valence | arousal | source of the direction |
| --- | --- | --- | --- |
${binary.join("\n")}

G&L 2010: Gabrielsson and Lindström, "The role of structure in the musical expression of emotions", in Juslin and Sloboda
(eds.), Handbook of Music and Emotion. E 2013: Eerola, Friberg and Bresin, "Emotional expression in music: contribution,
linearity, and additivity of primary musical cues", Frontiers in Psychology 4:487. Directions and their order of
importance come from there. Those of mode, tempo, pace and loudness were checked against a reprint of the table, the
order of importance against the abstract; the other directions are how the field sums the review up, and were not
checked against its pages. The numbers are this program's choice.

## The best possible accuracy
For a composer never heard before: ${percent(ceiling.withOrder)} with every cue,
${percent(ceiling.withoutOrder)} without the order of time.

## Uses, and what not to use it for
To check methods, code and protocols against a known truth, and to show what a random split leaks. Not to claim
anything about how people hear music.
${etudesSheet.traps.map((trap) => `- ${trap}`).join("\n")}

## Distribution and upkeep
${etudesSheet.licence}. Not distributed: anybody makes the same bytes with
\`npx quadrant corpus make etudes --clips ${parameters.clips} --seconds ${parameters.seconds} --seed ${parameters.seed}\`.
`;
}
