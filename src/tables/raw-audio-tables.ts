import { formatInterval } from "../evaluation";
import type { RawAudioStudy, RecordedSoundSpeed } from "../studies";
import type { TableRow } from "./table-row";

/** Networks on sound beside logistic regression on features. */
export function soundTable({ networks, classifier }: RawAudioStudy): TableRow[] {
  return [
    ...networks.map(({ name, score, difference, histories, parameters }) => ({
      model: name as string,
      parameters: `${parameters}`,
      accuracy: formatInterval(score.accuracy),
      "macro F1": formatInterval(score.macroF1),
      "accuracy less the classifier's": formatInterval(difference),
      "best epoch": histories.map(({ bestEpoch }) => bestEpoch).join(", "),
      "seconds to train": score.fitSeconds.toFixed(1),
    })),
    {
      model: `${classifier.model} on features of the whole clip`,
      parameters: "",
      accuracy: formatInterval(classifier.accuracy),
      "macro F1": formatInterval(classifier.macroF1),
      "accuracy less the classifier's": "",
      "best epoch": "",
      "seconds to train": classifier.fitSeconds.toFixed(1),
    },
  ];
}

/** Valence and arousal told from sound. */
export function affectTable({ affect }: RawAudioStudy): TableRow[] {
  return affect.map(({ what, criterion, ccc, r2 }) => ({
    what,
    "trained on": criterion === "ccc" ? "concordance" : "squared error",
    CCC: formatInterval(ccc),
    R2: formatInterval(r2),
  }));
}

/** Steps of training and answers as recorded; milliseconds. */
export function soundSpeedTable({ networks }: RecordedSoundSpeed): TableRow[] {
  return networks.map(({ network, batch, step, clip }) => ({
    network,
    "clips a step": batch,
    "step (ms)": step.quadrant.wall,
    "of CPU": step.quadrant.cpu,
    "PyTorch's": step.pytorch?.wall ?? "",
    "of CPU, PyTorch": step.pytorch?.cpu ?? "",
    "times faster": step.pytorch === undefined ? "" : step.pytorch.wall / step.quadrant.wall,
    "by CPU": step.pytorch === undefined ? "" : step.pytorch.cpu / step.quadrant.cpu,
    "one clip (ms)": clip.quadrant.wall,
    "one clip, PyTorch": clip.pytorch?.wall ?? "",
  }));
}
