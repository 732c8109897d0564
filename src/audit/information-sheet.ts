import { formatInterval } from "../evaluation";
import type { Run } from "../studies";
import type { Audit, AuditedFlaw } from "./audit";

/** One line of a model information sheet. */
export interface SheetEntry {
  /** As the taxonomy of leakage numbers it. */
  readonly field: string;
  readonly question: string;
  /** From the run, not from intentions. */
  readonly answer: string;
}

/**
 * The model information sheet of Kapoor and Narayanan ("Leakage and the reproducibility crisis in machine-learning-based
 * science", Patterns 4:100804, 2023): what an author must be able to say about each way in which leakage comes about.
 * Every answer is taken from an audit.
 */
export function informationSheet({ corpus }: Run, { flaws, protocol, accuracy, permuted }: Audit): SheetEntry[] {
  const said = (...ids: string[]) =>
    flaws
      .filter(({ id }) => ids.includes(id))
      .map(sentenceOf)
      .join(" ");
  const groups = new Set(corpus.clips.map(({ group }) => group)).size;
  return [
    {
      field: "Claim",
      question: "What is claimed of the model?",
      answer: `${protocol.name}: accuracy ${formatInterval(accuracy)} on the quadrant of a clip, four classes.`,
    },
    {
      field: "Data",
      question: "Which data, and where do they come from?",
      answer:
        `${corpus.sheet.title}: ${corpus.clips.length} clips of ${groups} ${corpus.sheet.groupMeaning}s, ` +
        `${corpus.rejected.length} rejected. ${corpus.sheet.labelMeaning}`,
    },
    {
      field: "L1.1 Test set",
      question: "Is the model tested on data that it has not learnt from?",
      answer: `${splitOf(protocol.split)} ${said("F8", "F7")}`,
    },
    {
      field: "L1.2 Preprocessing",
      question: "Is whatever is fitted fitted on training data alone?",
      answer: said("F10", "F6"),
    },
    {
      field: "L1.3 Feature selection",
      question: "Are features selected on training data alone?",
      answer: said("selection", "F19"),
    },
    {
      field: "L1.4 Duplicates",
      question: "Can the same item stand on both sides?",
      answer: said("F1", "F2", "near-duplicates"),
    },
    {
      field: "L2 Features",
      question: "Could every feature be known when the model is used?",
      answer: "Features are computed from the audio of the clip alone; no label, tag or name goes in.",
    },
    {
      field: "L3.1 Time",
      question: "Does the model learn from the future?",
      answer: "Clips carry no date that matters to the claim.",
    },
    {
      field: "L3.2 Dependence",
      question: "Are items on the two sides independent?",
      answer: said("F5, F13"),
    },
    {
      field: "L3.3 Sampling",
      question: "Are the data a fair sample of what the claim is about?",
      answer: corpus.sheet.traps.join(" ") || "No trap of this corpus is known.",
    },
    {
      field: "Check",
      question: "What is left where there is nothing to learn?",
      answer: `With the labels of training clips shuffled: accuracy ${formatInterval(permuted)}.`,
    },
  ];
}

function sentenceOf({ title, detection: { state, evidence } }: AuditedFlaw): string {
  return state === "present" ? `Flaw found, ${title}: ${evidence}` : evidence;
}

function splitOf(split: Audit["protocol"]["split"]): string {
  return split.kind === "k-fold"
    ? `Yes: ${split.folds}-fold cross-validation.`
    : `Yes: ${Math.round(100 * split.testShare)} % of the clips are held out.`;
}
