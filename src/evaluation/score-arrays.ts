import { QuadrantError } from "../errors";
import {
  accuracyScore,
  balancedAccuracyScore,
  brierScoreLoss,
  type ClassReport,
  type ClassScores,
  calibration,
  cohenKappaScore,
  logLoss,
  matthewsCorrcoef,
  multiclassAveragePrecision,
  multiclassRocAuc,
  multilabelAveragePrecision,
  multilabelRocAuc,
  multilabelScores,
  precisionRecallFscore,
} from "./measures";
import type { Groups } from "./splits";
import { checkGroups } from "./splits/fold";
import { groupBootstrap, wilsonInterval } from "./uncertainty";

/** A score with its 95 % interval; null where it is undefined, for the data or for some draw. */
export interface Measure {
  readonly name: string;
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** All that can be said of arrays of truth and predictions. */
export interface ScoredArrays {
  readonly items: number;
  readonly classes: number;
  readonly unit: "class" | "tag";
  readonly measures: readonly Measure[];
  /** One for each class or tag. */
  readonly perClass: readonly ClassReport[];
  /** How the intervals came about, and what could not be computed. */
  readonly notes: readonly string[];
}

/** Numbers with their dimensions. */
interface Numbers {
  readonly data: ArrayLike<number>;
  readonly shape: readonly number[];
}

interface ScoreOptions {
  /** An item may have several tags: both arrays are (items, tags), truth 0 or 1, predictions 0 or 1 or probabilities. */
  readonly multilabel?: boolean;
  /** What intervals draw; null draws items. */
  readonly groups?: Groups | null;
}

/** Computes a measure of some of the items, which may come several times. */
type Measures = Readonly<Record<string, (items: readonly number[]) => number>>;

/** Above this probability a tag is taken for given. */
const DECISION = 0.5;
/** More classes than this are no labels: someone saved regression targets, or ids. */
const MAX_CLASSES = 1000;
/** Draws of an interval; enough for two digits. */
const DRAWS = 1000;

/**
 * Scores arrays that were made elsewhere.
 *
 * @param truth labels (items,), or with `multilabel` 0 and 1 (items, tags)
 * @param predictions labels (items,), or probabilities (items, classes)
 * @throws QuadrantError "bad-argument" for shapes that do not go together, unknown labels, and values that are not finite
 */
export function scoreArrays(
  truth: Numbers,
  predictions: Numbers,
  { multilabel = false, groups = null }: ScoreOptions = {},
): ScoredArrays {
  if (multilabel) return scoreTags(asTable(truth, "truth"), asTable(predictions, "predictions"), groups);
  if (truth.shape.length !== 1) {
    throw new QuadrantError("bad-argument", `truth has the shape (${truth.shape.join(", ")}), not (items,)`, {
      remedy: "Save one label an item, or say --multilabel.",
    });
  }
  return predictions.shape.length === 1
    ? scoreLabels(truth.data, predictions.data, undefined, groups)
    : scoreProbabilities(truth.data, asTable(predictions, "predictions"), groups);
}

function scoreProbabilities(truth: ArrayLike<number>, given: ClassScores, groups: Groups | null): ScoredArrays {
  const [items, classes] = given.shape;
  // Before anything is decided by them: this checks lengths, labels and probabilities.
  logLoss(truth, given);
  const predicted = Int32Array.from({ length: items }, (_, item) => {
    let best = 0;
    for (let label = 1; label < classes; label++) {
      if (given.data[item * classes + label]! > given.data[item * classes + best]!) best = label;
    }
    return best;
  });
  return scoreLabels(truth, predicted, given, groups);
}

function scoreLabels(
  truth: ArrayLike<number>,
  predicted: ArrayLike<number>,
  probabilities: ClassScores | undefined,
  groups: Groups | null,
): ScoredArrays {
  const classes = probabilities?.shape[1] ?? classesOf(truth, predicted);
  const whole = precisionRecallFscore(truth, predicted, classes);
  const [of, claimed] = [picker(truth), picker(predicted)];
  const measures: Record<string, (items: readonly number[]) => number> = {
    accuracy: (items) => accuracyScore(of(items), claimed(items)),
    "balanced accuracy": (items) => balancedAccuracyScore(of(items), claimed(items), classes),
    "macro F1": (items) => precisionRecallFscore(of(items), claimed(items), classes).macro.f1,
    "weighted F1": (items) => precisionRecallFscore(of(items), claimed(items), classes).weighted.f1,
    "Cohen's kappa": (items) => cohenKappaScore(of(items), claimed(items), classes),
    "Matthews correlation": (items) => matthewsCorrcoef(of(items), claimed(items), classes),
  };
  if (probabilities !== undefined) {
    const rows = (items: readonly number[]) => pickRows(probabilities, items);
    measures["log-loss"] = (items) => logLoss(of(items), rows(items));
    measures["Brier score"] = (items) => brierScoreLoss(of(items), rows(items));
    measures["expected calibration error"] = (items) => calibration(of(items), rows(items)).expectedError;
    measures["ROC area, macro"] = (items) => multiclassRocAuc(of(items), rows(items));
    measures["average precision, macro"] = (items) => multiclassAveragePrecision(of(items), rows(items));
  }
  const scored = withIntervals(measures, truth.length, groups);
  if (groups === null) {
    const right = Array.from(truth).filter((label, item) => label === predicted[item]).length;
    const { low, high } = wilsonInterval(right, truth.length);
    scored[0] = { ...scored[0]!, low, high };
  }
  return {
    items: truth.length,
    classes,
    unit: "class",
    measures: scored,
    perClass: whole.perClass,
    notes: notesOn(scored, groups, "accuracy by Wilson, the others by a bootstrap of items"),
  };
}

function classesOf(truth: ArrayLike<number>, predicted: ArrayLike<number>): number {
  let largest = 0;
  for (const labels of [truth, predicted]) {
    for (let item = 0; item < labels.length; item++) if (labels[item]! > largest) largest = labels[item]!;
  }
  if (largest >= MAX_CLASSES) {
    throw new QuadrantError("bad-argument", `label ${largest} would mean ${largest + 1} classes`, {
      remedy: "Number the classes from 0 without gaps.",
    });
  }
  return Math.floor(largest) + 1;
}

function scoreTags(truth: ClassScores, given: ClassScores, groups: Groups | null): ScoredArrays {
  const decided = { data: Float64Array.from(given.data, (value) => (value > DECISION ? 1 : 0)), shape: given.shape };
  // Before anything is decided by them, so that NaN is not taken for "no".
  multilabelAveragePrecision(truth, given, "micro");
  for (let at = 0; at < given.data.length; at++) {
    const value = given.data[at]!;
    if (value < 0 || value > 1) {
      throw new QuadrantError("bad-argument", `${value} of item ${Math.floor(at / given.shape[1])} is no probability`, {
        remedy: "Give 0 and 1, or probabilities (a sigmoid's), not scores: tags are decided at 0.5.",
      });
    }
  }
  const { f } = multilabelScores(truth, decided);
  const scores = (items: readonly number[]) => multilabelScores(pickRows(truth, items), pickRows(decided, items));
  const measures: Measures = {
    "macro F1": (items) => scores(items).f.macro.f1,
    "micro F1": (items) => scores(items).f.micro.f1,
    "weighted F1": (items) => scores(items).f.weighted.f1,
    "all tags right": (items) => scores(items).subsetAccuracy,
    "Hamming loss": (items) => scores(items).hammingLoss,
    "ROC area, macro": (items) => multilabelRocAuc(pickRows(truth, items), pickRows(given, items)),
    "ROC area, micro": (items) => multilabelRocAuc(pickRows(truth, items), pickRows(given, items), "micro"),
    "average precision, macro": (items) => multilabelAveragePrecision(pickRows(truth, items), pickRows(given, items)),
  };
  const scored = withIntervals(measures, truth.shape[0], groups);
  return {
    items: truth.shape[0],
    classes: truth.shape[1],
    unit: "tag",
    measures: scored,
    perClass: f.perClass,
    notes: [`tags above ${DECISION} are taken for given`, ...notesOn(scored, groups, "a bootstrap of items")],
  };
}

/** A measure that is undefined for some draw has a value but no interval. */
function withIntervals(measures: Measures, items: number, groups: Groups | null): Measure[] {
  const drawn = groups ?? Array.from({ length: items }, (_, item) => item);
  // Here, since a measure may fail for some draw, but a group without a name is no such failure.
  checkGroups(drawn, items);
  const all = Array.from({ length: items }, (_, item) => item);
  const distinct = new Set(Array.from<string | number>(drawn)).size;
  return Object.entries(measures).map(([name, measure]) => {
    const value = measure(all);
    if (!Number.isFinite(value)) return { name, value: null, low: null, high: null };
    try {
      if (distinct < 2) return { name, value, low: null, high: null };
      const { low, high } = groupBootstrap(drawn, measure, { nResamples: DRAWS });
      return { name, value, low, high };
    } catch (error) {
      if (!(error instanceof QuadrantError)) throw error;
      return { name, value, low: null, high: null };
    }
  });
}

function notesOn(measures: readonly Measure[], groups: Groups | null, ofItems: string): string[] {
  const names = (wanted: (measure: Measure) => boolean) =>
    measures
      .filter(wanted)
      .map(({ name }) => name)
      .join(", ");
  const missing = names(({ value }) => value === null);
  const open = names(({ value, low }) => value !== null && low === null);
  const count = groups === null ? 0 : new Set(Array.from<string | number>(groups)).size;
  return [
    groups === null
      ? `intervals: ${ofItems}, as if items were independent (say --groups where they are not)`
      : `intervals: a bootstrap of ${count} groups`,
    ...(missing === "" ? [] : [`undefined, because a class does not occur or nothing varies: ${missing}`]),
    ...(open === "" ? [] : [`without an interval, because draws may lack a class: ${open}`]),
  ];
}

function asTable({ data, shape }: Numbers, name: string): ClassScores {
  const [items, columns] = shape;
  if (items === undefined || columns === undefined || shape.length !== 2) {
    throw new QuadrantError("bad-argument", `${name} has the shape (${shape.join(", ")}), not two dimensions`, {
      remedy: "Save one row an item and one column a class or tag.",
    });
  }
  return { data, shape: [items, columns] };
}

function picker(values: ArrayLike<number>): (items: readonly number[]) => number[] {
  return (items) => items.map((item) => values[item]!);
}

function pickRows({ data, shape: [, columns] }: ClassScores, items: readonly number[]): ClassScores {
  const picked = new Float64Array(items.length * columns);
  items.forEach((item, row) => {
    for (let column = 0; column < columns; column++) picked[row * columns + column] = data[item * columns + column]!;
  });
  return { data: picked, shape: [items.length, columns] };
}
