import { QUADRANT_NAMES, QUADRANTS } from "../corpora";
import type { FilePrediction } from "./predict-files";
import type { Answer, TrainedModel } from "./trained-model";

/** Characters of a bar that stands for certainty. */
const BAR = 30;

/** What a model says of a file, as a table to read: the whole, then window by window. */
export function describePrediction({ path, seconds, whole, windows }: FilePrediction, model: TrainedModel): string {
  const bars = QUADRANTS.map((quadrant, k) => {
    const probability = whole.probabilities[k]!;
    return `  ${QUADRANT_NAMES[quadrant].padEnd(10)} ${probability.toFixed(2)}  ${"#".repeat(Math.round(probability * BAR))}`;
  });
  const affect =
    whole.valence === null
      ? []
      : [`  valence ${signed(whole.valence)}, arousal ${signed(whole.arousal!)} (of -1 to 1)`];
  const rows = windows.map(({ start, end, ...answer }) =>
    [
      `${start.toFixed(1)} - ${end.toFixed(1)}`.padStart(17),
      ...answer.probabilities.map((probability) => probability.toFixed(2).padStart(6)),
      ...(answer.valence === null ? [] : [signed(answer.valence).padStart(9), signed(answer.arousal!).padStart(9)]),
      answer.distance.toFixed(1).padStart(10),
      answer.unlike ? "  unlike" : "",
    ].join(""),
  );
  const head = [
    "seconds".padStart(17),
    ...QUADRANTS.map((quadrant) => quadrant.padStart(6)),
    ...(whole.valence === null ? [] : ["valence", "arousal"].map((name) => name.padStart(9))),
    "distance".padStart(10),
  ].join("");
  return [
    `${path}: ${seconds.toFixed(1)} s, ${likeliest(whole)}`,
    ...bars,
    ...affect,
    `  ${describeFamiliarity({ whole, windows }, model)}`,
    head,
    ...rows,
  ].join("\n");
}

/** Whether the file is like what the model was trained on, and what that means, in a sentence. */
export function describeFamiliarity(
  { whole, windows }: Pick<FilePrediction, "whole" | "windows">,
  { threshold }: Pick<TrainedModel, "threshold">,
): string {
  const far = windows.filter(({ unlike }) => unlike).length;
  const rule = `${far} of ${windows.length} windows lie farther from it than ${100 * threshold.share} % of unseen windows of its corpus (${threshold.distance.toFixed(1)})`;
  return whole.unlike
    ? `UNLIKE ITS TRAINING DATA, so do not trust these numbers: ${rule}`
    : `like its training data: ${rule}`;
}

/** What a reader must know of the model. */
export function describeModel({ note, trainedOn, measured }: TrainedModel): string {
  const { clips, groups, groupMeaning } = trainedOn;
  const { folds, accuracy, expectedCalibrationError, calibrationBins, valence, arousal } = measured;
  const affect =
    valence === null || arousal === null
      ? ""
      : `, R2 of valence ${valence.r2.toFixed(2)}, of arousal ${arousal.r2.toFixed(2)}`;
  return [
    note,
    `Measured on ${clips} clips of ${groups} groups (${groupMeaning}) that it had not heard, in ${folds} folds:`,
    `accuracy ${accuracy.toFixed(2)} (chance 0.25), expected calibration error ${expectedCalibrationError.toFixed(3)} (${calibrationBins} bins)${affect}.`,
  ].join("\n");
}

/** The likeliest quadrant, by name. */
export function likeliest({ probabilities }: Answer): string {
  return QUADRANT_NAMES[QUADRANTS[probabilities.indexOf(Math.max(...probabilities))]!];
}

export function signed(value: number): string {
  return `${value < 0 ? "-" : "+"}${Math.abs(value).toFixed(2)}`;
}
