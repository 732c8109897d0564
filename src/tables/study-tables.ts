import { holmCorrection, type Interval } from "../evaluation";
import {
  type BaselineStudy,
  type Growth,
  LAW_NAMES,
  type ModelScore,
  type OrderOfTimeStudy,
  publishedResults,
  type RecordedSteps,
  type RecurrentStudy,
  type SizePoint,
} from "../studies";
import type { TableRow } from "./table";

/** "0.55 to 0.67" */
function range({ low, high }: Interval): string {
  return `${low.toFixed(3)} to ${high.toFixed(3)}`;
}

/** Accuracy and macro-F1 of each model with 95 % intervals, and what its fits cost. */
export function scoreTable(scores: readonly ModelScore[]): TableRow[] {
  return scores.map(({ model, tested, groups, accuracy, macroF1, fitSeconds }) => ({
    model,
    accuracy: accuracy.estimate,
    "95 % interval": range(accuracy),
    "macro-F1": macroF1.estimate,
    "95 % interval of F1": range(macroF1),
    "test clips": tested,
    groups,
    "fit (s)": fitSeconds,
  }));
}

/** Each model three times: as the study printed it, on a random split, and on unseen groups. */
export function protocolTable({ grouped, random, leaks }: BaselineStudy): TableRow[] {
  const published = new Map(publishedResults().flatMap(({ as, accuracy }) => (as ? [[as, accuracy] as const] : [])));
  return grouped.map(({ model, accuracy, macroF1, fitSeconds }, i) => ({
    model,
    "published, other data": published.get(model)?.estimate ?? "",
    "random split": random[i]!.accuracy.estimate,
    "unseen groups": accuracy.estimate,
    "95 % interval": range(accuracy),
    "macro-F1": macroF1.estimate,
    "random adds": leaks[i]!.difference.estimate,
    "its interval": range(leaks[i]!.difference),
    "fit (s)": fitSeconds,
  }));
}

/** How good the probabilities of each model are that gives any. */
export function probabilityTable(scores: readonly ModelScore[]): TableRow[] {
  return scores.flatMap(({ model, balancedAccuracy, probabilistic }) =>
    probabilistic === undefined
      ? []
      : [
          {
            model,
            "balanced accuracy": balancedAccuracy,
            "ROC area": probabilistic.rocAuc,
            "log-loss (nats)": probabilistic.logLoss,
            Brier: probabilistic.brier,
            "calibration error": probabilistic.calibration.expectedError,
          },
        ],
  );
}

/** The study's own accuracies. */
export function publishedTable(): TableRow[] {
  return publishedResults().map(({ model, tested, accuracy }) => ({
    model,
    accuracy: accuracy.estimate,
    "95 % interval (Wilson)": range(accuracy),
    "test clips": tested,
  }));
}

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

/** What a network makes of clips whose time was put in another order. */
export function orderTable({ orders, orderBlind }: OrderOfTimeStudy): TableRow[] {
  const rows = orders.map(({ order, seconds, accuracy, lost }) => ({
    "order of time": order,
    "seconds that stay together": seconds === undefined ? "all" : seconds.toFixed(2),
    accuracy: accuracy.estimate,
    "95 % interval": range(accuracy),
    "lost against as played": lost === undefined ? "" : lost.estimate.toFixed(3),
    "its interval": lost === undefined ? "" : range(lost),
  }));
  return [
    ...rows,
    {
      "order of time": `none: ${orderBlind.model} on statistics`,
      "seconds that stay together": "none",
      accuracy: orderBlind.accuracy.estimate,
      "95 % interval": range(orderBlind.accuracy),
      "lost against as played": "",
      "its interval": "",
    },
  ];
}

/** The points of the learning curves. */
export function curveTable(curve: readonly SizePoint[]): TableRow[] {
  return curve.map(({ model, clips, fits, accuracy }) => ({
    model,
    "training clips": Math.round(clips),
    accuracy: accuracy.estimate,
    "95 % interval": range(accuracy),
    fits,
  }));
}

/** What each model gains from more clips, and what may be expected of many more. */
export function growthTable(growth: readonly Growth[]): TableRow[] {
  return growth.map(({ model, from, to, gain, laws, extrapolated, byLaw }) => ({
    model,
    from: Math.round(from),
    to: Math.round(to),
    gain: gain.estimate,
    "95 % interval": range(gain),
    "law favoured": laws[0]!.name,
    "expected with 14,000": extrapolated.estimate,
    "interval of that": range(extrapolated),
    "by each law": LAW_NAMES.map((name) => `${name} ${byLaw[name].toFixed(2)}`).join(", "),
  }));
}

/** The largest sizes foretold from the smaller ones. */
export function foretellingTable(growth: readonly Growth[]): TableRow[] {
  return growth.flatMap(({ model, hidden }) =>
    hidden === undefined
      ? []
      : [
          {
            model,
            "training clips": Math.round(hidden.clips),
            foretold: hidden.foretold.estimate,
            "95 % interval": range(hidden.foretold),
            measured: hidden.measured.estimate,
            "foretold rightly":
              hidden.measured.estimate >= hidden.foretold.low && hidden.measured.estimate <= hidden.foretold.high
                ? "yes"
                : "no",
          },
        ],
  );
}
