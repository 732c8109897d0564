import { holmCorrection } from "../evaluation";
import type { RecordedSteps, RecurrentStudy } from "../studies";
import { range } from "./intervals";
import type { TableRow } from "./table-row";

/** Every network: how large it is, what it reaches, and what went wrong. */
export function networkTable({ networks, seeds }: RecurrentStudy): TableRow[] {
  const rows = networks.map(({ name, score, parameters, histories, signatures }) => ({
    network: name as string,
    weights: parameters as number | string,
    accuracy: score.accuracy.estimate,
    "95 % interval": range(score.accuracy),
    "macro-F1": score.macroF1.estimate,
    "best epochs": histories.map(({ bestEpoch, epochs }) => `${bestEpoch}/${epochs.length}`).join(", "),
    "training (s)": score.fitSeconds,
    "what went wrong": signatures.join(" "),
  }));
  const { ensemble } = seeds;
  return [
    ...rows,
    {
      network: ensemble.model,
      weights: "",
      accuracy: ensemble.accuracy.estimate,
      "95 % interval": range(ensemble.accuracy),
      "macro-F1": ensemble.macroF1.estimate,
      "best epochs": "",
      "training (s)": ensemble.fitSeconds,
      "what went wrong": "",
    },
  ];
}

/** Each network against classifiers, the same clips tested. */
export function duelTable({ duels }: RecurrentStudy): TableRow[] {
  const p = holmCorrection(duels.map(({ mcnemar }) => mcnemar.pValue));
  return duels.map(({ network, classifier, difference, mcnemar }, i) => ({
    network,
    "compared with": classifier,
    difference: difference.estimate,
    "95 % interval": range(difference),
    "only the network right": mcnemar.onlyFirst,
    "only the classifier right": mcnemar.onlySecond,
    "McNemar's p, Holm": p[i]!,
  }));
}

/** Steps of training as recorded; milliseconds. */
export function recurrentSpeedTable({ steps }: RecordedSteps): TableRow[] {
  return steps.map(({ workload, quadrant, pytorch, gflops, goal }) => ({
    workload,
    "quadrant (ms)": quadrant.wall,
    "of CPU": quadrant.cpu,
    "PyTorch (ms)": pytorch?.wall ?? "",
    "of CPU, PyTorch": pytorch?.cpu ?? "",
    "times faster": pytorch === undefined ? "" : pytorch.wall / quadrant.wall,
    "GFLOP/s": gflops,
    "aimed at (ms)": goal,
  }));
}
