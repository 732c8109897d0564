import type { Data } from "plotly.js";
import { type DataSheet, QUADRANT_NAMES, QUADRANTS } from "../corpora";
import type { ModelScore, ProbabilisticScores } from "../studies";
import { type Figure, makeFigure } from "./figure";
import { QUADRANT_COLOURS, seriesColour } from "./palette";

/** How surely each quadrant is told from the others: a curve for each. */
export function rocFigure(
  sheet: DataSheet,
  { model }: Pick<ModelScore, "model">,
  { roc, rocAuc }: ProbabilisticScores,
): Figure {
  const areas = roc.map(({ falsePositiveRate: x, truePositiveRate: y }) => area(x, y));
  const listed = QUADRANTS.map((quadrant, i) => `${quadrant} ${areas[i]!.toFixed(2)}`).join(", ");
  return makeFigure({
    sheet,
    data: [
      ...roc.map(
        ({ falsePositiveRate, truePositiveRate }, i): Data => ({
          type: "scatter",
          mode: "lines",
          name: `${QUADRANT_NAMES[QUADRANTS[i]!]}, area ${areas[i]!.toFixed(2)}`,
          x: [...falsePositiveRate],
          y: [...truePositiveRate],
          line: { color: QUADRANT_COLOURS[QUADRANTS[i]!] },
        }),
      ),
      { type: "scatter", mode: "lines", name: "chance", x: [0, 1], y: [0, 1], line: { dash: "dot", color: "#7f7f7f" } },
    ],
    layout: {
      height: 460,
      xaxis: { title: { text: "others taken for it" }, range: [0, 1] },
      yaxis: { title: { text: "found" }, range: [0, 1.01] },
      margin: { b: 120 },
    },
    caption: `ROC of ${model}, each quadrant against the others. Areas: ${listed}; mean ${rocAuc.toFixed(2)}.`,
    alt: `ROC curves of ${model}. Areas under the curves: ${listed}.`,
  });
}

/** Of the clips that a model is sure of, how many it tells right: a curve for each model that gives probabilities. */
export function reliabilityFigure(sheet: DataSheet, scores: readonly ModelScore[]): Figure {
  const known = scores.filter(({ probabilistic }) => probabilistic !== undefined);
  const listed = known.map(
    ({ model, probabilistic }) => `${model} ${probabilistic!.calibration.expectedError.toFixed(3)}`,
  );
  return makeFigure({
    sheet,
    data: [
      {
        type: "scatter",
        mode: "lines",
        name: "as sure as right",
        x: [0, 1],
        y: [0, 1],
        line: { dash: "dot", color: "#7f7f7f" },
      },
      ...known.map(({ model, probabilistic }, i): Data => {
        const bins = probabilistic!.calibration.bins.filter(({ count }) => count > 0);
        return {
          type: "scatter",
          mode: "lines+markers",
          name: model,
          x: bins.map(({ confidence }) => confidence),
          y: bins.map(({ frequency }) => frequency),
          marker: { size: bins.map(({ count }) => 4 + 2 * Math.sqrt(count)), color: seriesColour(1 + i) },
          line: { color: seriesColour(1 + i) },
        };
      }),
    ],
    layout: {
      height: 460,
      xaxis: { title: { text: "confidence" }, range: [0, 1.02] },
      yaxis: { title: { text: "share of right answers" }, range: [0, 1.02] },
      margin: { b: 120 },
    },
    caption:
      "Confidence in the quadrant named, against how often it is right; larger points stand for more clips. Below the " +
      `diagonal a model is too sure. Expected calibration error, 15 bins: ${listed.join(", ")}.`,
    alt: `Reliability curves. Expected calibration errors: ${listed.join(", ")}.`,
  });
}

function area(x: ArrayLike<number>, y: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 1; i < x.length; i++) sum += ((x[i]! - x[i - 1]!) * (y[i]! + y[i - 1]!)) / 2;
  return sum;
}
