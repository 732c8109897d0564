import { type BaselineStudy, type ModelScore, publishedResults } from "../studies";
import { range } from "./intervals";
import type { TableRow } from "./table-row";

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
