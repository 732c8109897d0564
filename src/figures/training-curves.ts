import type { Data } from "plotly.js";
import type { DataSheet } from "../corpora";
import type { TrainingHistory } from "../networks/training/history";
import { type Figure, makeFigure } from "./figure";
import { seriesColour } from "./palette";

/** Loss and validation loss of each fold of a network over the epochs, the best epoch marked. */
export function trainingCurvesFigure(sheet: DataSheet, name: string, histories: readonly TrainingHistory[]): Figure {
  const best = histories.map(({ bestEpoch }) => bestEpoch);
  const last = Math.max(...histories.map(({ epochs }) => epochs.length));
  return makeFigure({
    sheet,
    data: histories.flatMap((history, fold): Data[] => foldCurves(history, fold)),
    layout: {
      height: 440,
      xaxis: { title: { text: "epoch" } },
      yaxis: { title: { text: "cross-entropy (nats)" }, rangemode: "tozero" },
    },
    caption:
      `Loss of "${name}" on its training clips (dotted) and on validation clips of other ${sheet.groupMeaning}s (solid), ` +
      `a colour for each of ${histories.length} folds. Circles mark the epoch with the smallest validation loss: ` +
      `${best.join(", ")} of ${last}. Chance is ln 4 = ${Math.log(4).toFixed(2)}.`,
    alt:
      `Training curves of "${name}", ${histories.length} folds over ${last} epochs; ` +
      `the validation loss is smallest in epochs ${best.join(", ")}.`,
  });
}

function foldCurves({ epochs, bestEpoch }: TrainingHistory, fold: number): Data[] {
  const x = epochs.map(({ epoch }) => epoch);
  const color = seriesColour(1 + fold);
  const best = epochs[bestEpoch - 1];
  return [
    {
      type: "scatter",
      mode: "lines",
      name: `fold ${fold + 1}, training`,
      showlegend: false,
      x,
      y: epochs.map(({ trainLoss }) => trainLoss),
      line: { color, dash: "dot", width: 1.5 },
    },
    {
      type: "scatter",
      mode: "lines",
      name: `fold ${fold + 1}`,
      x,
      y: epochs.map(({ validationLoss }) => validationLoss),
      line: { color, width: 2 },
    },
    {
      type: "scatter",
      mode: "markers",
      name: `fold ${fold + 1}, best`,
      showlegend: false,
      x: best === undefined ? [] : [best.epoch],
      y: best === undefined ? [] : [best.validationLoss],
      marker: { color, size: 11, symbol: "circle-open", line: { width: 2 } },
    },
  ];
}
