import type { Data } from "plotly.js";
import type { Audit, AuditedFlaw } from "../audit";
import type { DataSheet } from "../corpora";
import { type Figure, makeFigure } from "./figure";
import { seriesColour } from "./palette";

/** What each flaw adds to the accuracy, the costliest first. */
export function flawWorthFigure(sheet: DataSheet, { flaws, protocol }: Pick<Audit, "flaws" | "protocol">): Figure {
  const measured = flaws.filter((flaw): flaw is AuditedFlaw & Required<Pick<AuditedFlaw, "worth">> => {
    return flaw.worth !== undefined;
  });
  const percent = (share: number) => 100 * share;
  const differences = measured.map(({ worth }) => worth.difference);
  const listed = measured.map(
    ({ title }, i) =>
      `${title} ${percent(differences[i]!.estimate).toFixed(1)} ` +
      `(${percent(differences[i]!.low).toFixed(1)} to ${percent(differences[i]!.high).toFixed(1)})`,
  );
  return makeFigure({
    sheet,
    data: [
      {
        type: "scatter",
        mode: "markers",
        showlegend: false,
        x: differences.map(({ estimate }) => percent(estimate)),
        y: measured.map(({ title }) => title),
        error_x: {
          type: "data",
          symmetric: false,
          array: differences.map(({ estimate, high }) => percent(high - estimate)),
          arrayminus: differences.map(({ estimate, low }) => percent(estimate - low)),
          color: seriesColour(3),
        },
        marker: { size: 11, color: seriesColour(3) },
      } as Data,
    ],
    layout: {
      height: 140 + 44 * Math.max(1, measured.length),
      margin: { l: 240, r: 24, t: 40, b: 60 },
      xaxis: { title: { text: "points of accuracy, with the flaw minus without" }, zeroline: true, zerolinewidth: 2 },
      yaxis: { type: "category", autorange: "reversed" },
    },
    caption:
      `What each flaw of the protocol "${protocol.name}" adds to the accuracy, all else as it was; bars are 95 % ` +
      `intervals. ${listed.join("; ")}.`,
    alt: `Worth of each flaw in points of accuracy: ${listed.join("; ")}.`,
  });
}
