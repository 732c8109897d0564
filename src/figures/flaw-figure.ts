import type { Data } from "plotly.js";
import type { AuditedFlaw, Draws, FoldScores, Worth } from "../audit";
import type { DataSheet } from "../corpora";
import { type Figure, makeFigure } from "./figure";
import { seriesColour } from "./palette";

const WITH = seriesColour(3);
const WITHOUT = seriesColour(1);

/** What the worth of one flaw was drawn from: the folds with it and without it, or how far off luck put the accuracy. */
export function flawFigure(
  sheet: DataSheet,
  { id, title }: AuditedFlaw,
  { behind, method, difference }: Worth,
): Figure {
  const range = `${points(difference.low)} to ${points(difference.high)}`;
  const words = `${id}, ${title}: ${points(difference.estimate)} points (${range}; ${method}).`;
  return behind.kind === "folds" ? foldsFigure(sheet, words, behind) : drawsFigure(sheet, words, behind);
}

function foldsFigure(sheet: DataSheet, words: string, folds: FoldScores): Figure {
  const series = [
    { name: "with the flaw", scores: folds.with, colour: WITH },
    { name: "without", scores: folds.without, colour: WITHOUT },
  ];
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const pairs: Data[] = folds.paired
    ? folds.with.map((score, fold) => ({
        type: "scatter",
        mode: "lines",
        x: [folds.without[fold]!, score],
        y: [fold + 1, fold + 1],
        line: { color: "#b0b0b0", width: 2 },
        hoverinfo: "skip",
        showlegend: false,
      }))
    : [];
  return makeFigure({
    sheet,
    data: [
      ...pairs,
      ...series.map(({ name, scores, colour }): Data => {
        return {
          type: "scatter",
          mode: "markers",
          name,
          x: [...scores],
          y: scores.map((_, fold) => fold + 1),
          marker: { color: colour, size: 9 },
        };
      }),
    ],
    layout: {
      height: 340,
      xaxis: { title: { text: "accuracy of a fold" } },
      yaxis: { title: { text: "fold" }, dtick: 1, autorange: "reversed" },
    },
    caption: `${words} ${folds.paired ? "Each line is one fold." : "The repair deals the clips into other folds."}`,
    alt: `${words} ${series.map(({ name, scores }) => `Mean over the folds ${name}: ${mean(scores).toFixed(3)}`).join(". ")}.`,
  });
}

function drawsFigure(sheet: DataSheet, words: string, { values }: Draws): Figure {
  return makeFigure({
    sheet,
    data: [
      { type: "histogram", x: values.map((value) => 100 * value), marker: { color: WITH }, showlegend: false } as Data,
    ],
    layout: {
      height: 300,
      bargap: 0.05,
      xaxis: { title: { text: "points of accuracy, off by luck" }, zeroline: true, zerolinewidth: 2 },
      yaxis: { title: { text: "draws" } },
    },
    caption: words,
    alt: `${words} The smallest draw is ${points(values[0]!)}, the largest ${points(values.at(-1)!)} points.`,
  });
}

function points(share: number): string {
  return (100 * share).toFixed(1);
}
