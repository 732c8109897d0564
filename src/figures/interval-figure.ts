import type { Data, Layout } from "plotly.js";
import type { DataSheet } from "../corpora";
import type { Interval } from "../evaluation";
import { type Figure, makeFigure } from "./figure";
import { seriesColour } from "./palette";

/** Numbers of one kind with their intervals, by what they belong to. */
export interface IntervalSeries {
  readonly name: string;
  readonly rows: readonly { readonly label: string; readonly interval: Interval }[];
}

export interface IntervalWords {
  /** Of the axis, with the unit. */
  readonly axis: string;
  /** What a reader sees; the numbers follow it. */
  readonly caption: string;
  /** What the numbers are multiplied with: 100 for points. */
  readonly factor?: number;
  readonly decimals?: number;
  readonly range?: readonly [number, number];
}

/** Estimates with their 95 % intervals, a row each, the first on top; several series stand side by side. */
export function intervalFigure(
  sheet: DataSheet,
  series: readonly IntervalSeries[],
  { axis, caption, factor = 1, decimals = 1, range }: IntervalWords,
): Figure {
  const shown = (value: number) => (factor * value).toFixed(decimals);
  const listed = series.map(({ name, rows }) => {
    const numbers = rows.map(
      ({ label, interval: { estimate, low, high } }) => `${label} ${shown(estimate)} (${shown(low)} to ${shown(high)})`,
    );
    return series.length === 1 ? numbers.join("; ") : `${name}: ${numbers.join("; ")}`;
  });
  const colourOf = (i: number) => seriesColour(series.length === 1 ? 3 : 1 + i);
  const longest = Math.max(0, ...series.flatMap(({ rows }) => rows.map(({ label }) => label.length)));
  return makeFigure({
    sheet,
    data: series.map(({ name, rows }, i) => {
      return {
        type: "scatter",
        mode: "markers",
        name,
        showlegend: series.length > 1,
        x: rows.map(({ interval }) => factor * interval.estimate),
        y: rows.map(({ label }) => broken(label)),
        error_x: {
          type: "data",
          symmetric: false,
          array: rows.map(({ interval }) => factor * (interval.high - interval.estimate)),
          arrayminus: rows.map(({ interval }) => factor * (interval.estimate - interval.low)),
          color: colourOf(i),
        },
        // Sets the series side by side; the published types do not know these two.
        orientation: "h",
        offsetgroup: name,
        marker: { size: 9, color: colourOf(i) },
      } as Data;
    }),
    layout: {
      height: 150 + (20 + 18 * series.length) * Math.max(1, ...series.map(({ rows }) => rows.length)),
      margin: { l: Math.min(24 + 7 * longest, 24 + 7 * LINE), r: 24, t: 40, b: series.length > 1 ? 90 : 60 },
      scattermode: "group",
      xaxis: { title: { text: axis }, zeroline: true, zerolinewidth: 2, ...(range && { range: [...range] }) },
      yaxis: { type: "category", autorange: "reversed" },
    } as Partial<Layout>,
    caption: `${caption} Bars are 95 % intervals.`,
    alt: `${caption} ${listed.join(". ")}.`,
  });
}

/** Characters of a label in a line: more would leave no room for the figure on a narrow page. */
const LINE = 22;

function broken(label: string): string {
  return label.split(" ").reduce((text, word) => {
    const line = text.slice(text.lastIndexOf(">") + 1);
    return `${text}${line.length + 1 + word.length > LINE ? "<br>" : " "}${word}`;
  });
}
