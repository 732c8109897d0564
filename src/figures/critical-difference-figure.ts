import type { Data } from "plotly.js";
import type { DataSheet } from "../corpora";
import type { CriticalDifference } from "../evaluation";
import { type Figure, makeFigure } from "./figure";
import { seriesColour } from "./palette";

/** Average ranks of models; a bar joins those that cannot be told apart (Demšar 2006). */
export function criticalDifferenceFigure(
  sheet: DataSheet,
  { models, criticalDifference, cliques, friedman, alpha }: CriticalDifference,
  sets: number,
): Figure {
  const rankOf = new Map(models.map(({ name, averageRank }) => [name, averageRank]));
  const names = models.map(({ name }) => name);
  const listed = models.map(({ name, averageRank }) => `${name} ${averageRank.toFixed(2)}`).join(", ");
  const bars = cliques.map((clique): Data => {
    const ranks = clique.map((name) => rankOf.get(name)!);
    const last = clique.at(-1)!;
    return {
      type: "scatter",
      mode: "lines",
      showlegend: false,
      hoverinfo: "skip",
      x: [Math.min(...ranks), Math.max(...ranks)],
      // Between the last of them and the next, so that bars do not cover points.
      y: [names.indexOf(last) + 0.35, names.indexOf(last) + 0.35],
      line: { width: 5, color: seriesColour(3) },
    };
  });
  return makeFigure({
    sheet,
    data: [
      {
        type: "scatter",
        mode: "markers",
        showlegend: false,
        x: models.map(({ averageRank }) => averageRank),
        y: names.map((_, i) => i),
        marker: { size: 11, color: seriesColour(1) },
      },
      ...bars,
    ],
    layout: {
      height: 150 + 26 * models.length,
      margin: { l: 190, r: 24, t: 40, b: 60 },
      xaxis: { title: { text: "average rank (1 is best)" } },
      yaxis: { tickvals: names.map((_, i) => i), ticktext: names, range: [names.length - 0.4, -0.6] },
    },
    caption:
      `Average ranks within ${sets} ${sheet.groupMeaning}s. Models joined by a bar cannot be told apart: their ranks lie ` +
      `within ${criticalDifference.toFixed(2)} (Nemenyi, ${100 * alpha} %). Friedman: p = ${friedman.pValue.toPrecision(2)}.`,
    alt: `Average ranks, best first: ${listed}. Critical difference ${criticalDifference.toFixed(2)}.`,
  });
}
