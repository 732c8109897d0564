import type { Data, Layout } from "plotly.js";
import { type DataSheet, QUADRANT_NAMES, QUADRANTS } from "../corpora";
import { formatInterval } from "../evaluation";
import type { ModelScore, ReferenceLine, SizePoint } from "../studies";
import { type Figure, makeFigure } from "./figure";
import { seriesColour } from "./palette";

/** Accuracies of several models with their intervals, for one protocol or several side by side. */
export function accuracyFigure(
  sheet: DataSheet,
  protocols: readonly { readonly name: string; readonly scores: readonly ModelScore[] }[],
  references: readonly ReferenceLine[] = [],
): Figure {
  const listed = protocols.flatMap(({ name, scores }) =>
    scores.map((score) => `${score.model}, ${name}: ${formatInterval(score.accuracy)}`),
  );
  const points = protocols.map(({ name, scores }, i) => ({
    type: "scatter" as const,
    mode: "markers" as const,
    name,
    x: scores.map((score) => score.accuracy.estimate),
    y: scores.map((score) => inLines(score.model)),
    error_x: {
      type: "data" as const,
      symmetric: false,
      array: scores.map(({ accuracy }) => accuracy.high - accuracy.estimate),
      arrayminus: scores.map(({ accuracy }) => accuracy.estimate - accuracy.low),
      color: protocolColour(i),
    },
    // Sets the protocols of one model side by side; the published types do not know these two.
    orientation: "h" as const,
    offsetgroup: name,
    marker: { size: 11, color: protocolColour(i) },
  }));
  return makeFigure({
    sheet,
    data: points,
    layout: {
      height: 170 + 34 * protocols.length * (protocols[0]?.scores.length ?? 0),
      margin: { l: 120, r: 24, t: 50 + LABEL_HEIGHT * references.length, b: 84 },
      scattermode: "group",
      xaxis: { title: { text: "accuracy" }, range: [0, 1] },
      yaxis: { type: "category", autorange: "reversed" },
      ...referenceLines(references, "x"),
    } as Partial<Layout>,
    caption:
      `Accuracy on clips of ${sheet.groupMeaning}s that were not in the training set, unless the legend says otherwise; ` +
      `bars are 95 % intervals over ${sheet.groupMeaning}s.`,
    alt: `Accuracies with 95 % intervals. ${listed.join("; ")}.`,
  });
}

/** Pale enough that black numbers can be read on every cell, in both themes. */
const CONFUSION_SCALE: [number, string][] = [
  [0, "#f7fbff"],
  [1, "#6baed6"],
];

/** What was taken for what. */
export function confusionFigure(sheet: DataSheet, { model, confusion, tested }: ModelScore): Figure {
  const { counts, classes } = confusion;
  const row = (label: number) => [...counts.slice(label * classes, (label + 1) * classes)];
  const shares = QUADRANTS.map((_, label) => {
    const total = row(label).reduce((sum, n) => sum + n, 0);
    return row(label).map((n) => n / Math.max(total, 1));
  });
  const names = QUADRANTS.map((quadrant) => QUADRANT_NAMES[quadrant]);
  const recalls = QUADRANTS.map((quadrant, label) => `${quadrant} ${(100 * shares[label]![label]!).toFixed(0)} %`);
  return makeFigure({
    sheet,
    data: [
      {
        type: "heatmap",
        x: names,
        y: names,
        z: shares,
        zmin: 0,
        zmax: 1,
        text: QUADRANTS.map((_, label) => row(label).map(String)) as unknown as string[],
        texttemplate: "%{text}",
        textfont: { color: "#111111", size: 14 },
        colorscale: CONFUSION_SCALE,
        colorbar: { title: { text: "share of the true class", side: "right" } },
      } as Data,
    ],
    layout: {
      height: 400,
      margin: { l: 90, r: 24, t: 40, b: 60 },
      xaxis: { title: { text: "predicted" } },
      yaxis: { title: { text: "true" }, autorange: "reversed" },
    },
    caption: `Confusion of ${model} over ${tested} test clips. Found again: ${recalls.join(", ")}.`,
    alt: `Confusion matrix of ${model}. Share of each true class that was found: ${recalls.join(", ")}.`,
  });
}

/** Accuracy against the number of training clips. */
export function learningCurveFigure(
  sheet: DataSheet,
  points: readonly SizePoint[],
  references: readonly ReferenceLine[] = [],
): Figure {
  const models = [...new Set(points.map(({ model }) => model))];
  const listed = points.map(
    ({ model, clips, accuracy }) => `${model}, ${clips.toFixed(0)}: ${accuracy.estimate.toFixed(3)}`,
  );
  return makeFigure({
    sheet,
    data: models.map((model, i): Data => {
      const own = points.filter((point) => point.model === model);
      return {
        type: "scatter",
        mode: "lines+markers",
        name: model,
        x: own.map(({ clips }) => clips),
        y: own.map(({ accuracy }) => accuracy.estimate),
        error_y: {
          type: "data",
          symmetric: false,
          array: own.map(({ accuracy }) => accuracy.high - accuracy.estimate),
          arrayminus: own.map(({ accuracy }) => accuracy.estimate - accuracy.low),
          color: seriesColour(1 + i),
        },
        line: { color: seriesColour(1 + i) },
        marker: { color: seriesColour(1 + i), size: 8 },
      };
    }),
    layout: {
      height: 440,
      xaxis: { type: "log", title: { text: "training clips" }, tickvals: [16, 32, 64, 128, 256, 512, 1024, 2048] },
      yaxis: { title: { text: "accuracy" }, range: [0.2, 1] },
      ...referenceLines(references, "y"),
    },
    caption:
      `Accuracy on unseen ${sheet.groupMeaning}s against the number of training clips, on a logarithmic scale; ` +
      `bars are 95 % intervals over ${sheet.groupMeaning}s.`,
    alt: `Learning curves: accuracy at each number of training clips. ${listed.join("; ")}.`,
  });
}

/** A name broken where a line grows longer than 14 characters, so that it leaves room for the figure. */
function inLines(name: string): string {
  return name.split(" ").reduce((text, word) => {
    const line = text.slice(text.lastIndexOf(">") + 1);
    return `${text}${line.length + 1 + word.length > 14 ? "<br>" : " "}${word}`;
  });
}

/** Of one line of small print, in pixels. */
const LABEL_HEIGHT = 14;

/** Blue for the first protocol, vermilion for the second. */
function protocolColour(index: number): string {
  return seriesColour(1 + 2 * index);
}

function referenceLines(lines: readonly ReferenceLine[], axis: "x" | "y"): Partial<Layout> {
  return {
    shapes: lines.map(({ value }) => ({
      type: "line",
      xref: axis === "x" ? "x" : "paper",
      yref: axis === "x" ? "paper" : "y",
      x0: axis === "x" ? value : 0,
      x1: axis === "x" ? value : 1,
      y0: axis === "x" ? 0 : value,
      y1: axis === "x" ? 1 : value,
      line: { dash: "dot", width: 1.5, color: "#7f7f7f" },
    })),
    annotations: lines.map(({ label, value }, i) => ({
      text: `${label} ${value.toFixed(2)}`,
      showarrow: false,
      font: { size: 11 },
      xref: axis === "x" ? ("x" as const) : ("paper" as const),
      yref: axis === "x" ? ("paper" as const) : ("y" as const),
      x: axis === "x" ? value : 0.01,
      y: axis === "x" ? 1 : value,
      // One above the other, and towards the middle, so that no label covers another or is cut off on a narrow page.
      xanchor: axis === "x" && value > 0.5 ? ("right" as const) : ("left" as const),
      yanchor: "bottom" as const,
      yshift: axis === "x" ? LABEL_HEIGHT * i : 0,
    })),
  };
}
