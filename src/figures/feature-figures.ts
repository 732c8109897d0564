import type { Data, Layout } from "plotly.js";
import type { Matrix } from "../arrays";
import { type DataSheet, QUADRANT_NAMES } from "../corpora";
import type { ClipFeature } from "../studies";
import { type Figure, makeFigure } from "./figure";
import { QUADRANT_COLOURS, SEQUENTIAL_SCALE } from "./palette";

/** At most this many columns and rows are drawn: a screen shows no more, and the report stays small. */
const MAX_COLUMNS = 260;
const MAX_ROWS = 130;

/** What a figure says of a feature. */
export interface FeatureWords {
  readonly name: string;
  readonly unit: string;
  /** What the rows are, and how far two lie apart; "row" and 1 by default. */
  readonly rows?: { readonly title: string; readonly step: number };
}

/** The same feature of several clips as heat maps, one above the other, on one colour scale. */
export function heatmapFigure(
  sheet: DataSheet,
  feature: FeatureWords,
  clips: readonly ClipFeature[],
  secondsPerFrame: number,
): Figure {
  const { title, step: rowStep } = feature.rows ?? { title: "row", step: 1 };
  const { layout, axes } = oneAboveTheOther(clips, title);
  const data = clips.map(({ values }, i): Data => {
    const { z, step, rowsAveraged } = thin(values);
    const frame = { x0: 0, dx: step * secondsPerFrame, y0: 0, dy: rowsAveraged * rowStep };
    return { type: "heatmap", z, ...frame, yaxis: axes[i], coloraxis: "coloraxis" } as Data;
  });
  layout.coloraxis = { colorscale: SEQUENTIAL_SCALE, colorbar: { title: { text: feature.unit } } };
  const named = clips.map(({ clip }) => QUADRANT_NAMES[clip.quadrant]).join(", ");
  return makeFigure({
    sheet,
    data,
    layout,
    caption: `${feature.name} of one clip of each quadrant, on one colour scale (${feature.unit}).`,
    alt: `Heat maps of ${feature.name} over time for ${named}.`,
  });
}

/** The samples of several clips, one above the other: between the smallest and the largest of each short stretch. */
export function waveformFigure(sheet: DataSheet, clips: readonly ClipFeature[], secondsPerSample: number): Figure {
  const { layout, axes } = oneAboveTheOther(clips, "amplitude");
  const data = clips.flatMap(({ clip, values }, i): Data[] => {
    const { lows, highs, step } = envelopeOf(values.data);
    const x = lows.map((_, column) => column * step * secondsPerSample);
    const line = {
      mode: "lines",
      line: { color: QUADRANT_COLOURS[clip.quadrant], width: 1 },
      showlegend: false,
    } as const;
    const name = QUADRANT_NAMES[clip.quadrant];
    return [
      { type: "scatter", name, x, y: lows, yaxis: axes[i], ...line } as Data,
      { type: "scatter", name, x, y: highs, yaxis: axes[i], fill: "tonexty", ...line } as Data,
    ];
  });
  const loudest = clips.map(({ clip, values }) => {
    const peak = values.data.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
    return `${clip.quadrant} ${peak.toFixed(2)}`;
  });
  return makeFigure({
    sheet,
    data,
    layout,
    caption: `Waveform of one clip of each quadrant. Largest amplitudes: ${loudest.join(", ")}.`,
    alt: `Waveforms over time of one clip of each quadrant. Largest amplitudes: ${loudest.join(", ")}.`,
  });
}

/** The layout of pictures of several clips that share the axis of time, and the name of each one's vertical axis. */
function oneAboveTheOther(clips: readonly ClipFeature[], title: string) {
  const gap = 0.06;
  const height = (1 - gap * (clips.length - 1)) / clips.length;
  const layout: Partial<Layout> & Record<string, unknown> = {
    height: 150 * clips.length + 80,
    // Time stands below the lowest picture.
    xaxis: { title: { text: "time (s)" }, anchor: clips.length > 1 ? (`y${clips.length}` as "y2") : "y" },
    annotations: clips.map(({ clip }, i) => ({
      text: `${QUADRANT_NAMES[clip.quadrant]} (${clip.id})`,
      showarrow: false,
      xref: "paper" as const,
      yref: "paper" as const,
      x: 0,
      y: 1 - i * (height + gap),
      xanchor: "left" as const,
      yanchor: "bottom" as const,
      font: { size: 12 },
    })),
  };
  const axes = clips.map((_, i) => {
    const top = 1 - i * (height + gap);
    layout[i === 0 ? "yaxis" : `yaxis${i + 1}`] = { domain: [Math.max(0, top - height), top], title: { text: title } };
    return i === 0 ? "y" : `y${i + 1}`;
  });
  return { layout, axes };
}

/** One-row features of several clips as lines, such as loudness over time. */
export function linesFigure(
  sheet: DataSheet,
  feature: FeatureWords,
  clips: readonly ClipFeature[],
  secondsPerFrame: number,
): Figure {
  const means = clips.map(({ clip, values }) => {
    const mean = values.data.reduce((sum, value) => sum + value, 0) / values.data.length;
    return `${clip.quadrant} ${mean.toPrecision(3)}`;
  });
  return makeFigure({
    sheet,
    data: clips.map(({ clip, values }): Data => {
      const { z, step } = thin(values);
      const line = z[0] ?? [];
      return {
        type: "scatter",
        mode: "lines",
        name: QUADRANT_NAMES[clip.quadrant],
        x: line.map((_, i) => i * step * secondsPerFrame),
        y: line,
        line: { color: QUADRANT_COLOURS[clip.quadrant], width: 1.5 },
      };
    }),
    layout: { height: 320, xaxis: { title: { text: "time (s)" } }, yaxis: { title: { text: feature.unit } } },
    caption: `${feature.name} over time, one clip of each quadrant. Means: ${means.join(", ")} ${feature.unit}.`,
    alt: `Lines of ${feature.name} over time for one clip of each quadrant. Means: ${means.join(", ")}.`,
  });
}

/** Correlation of one mean value a feature with valence and with arousal. */
export function correlationFigure(
  sheet: DataSheet,
  rows: readonly { readonly feature: string; readonly valence: number; readonly arousal: number }[],
): Figure {
  const strongest = (axis: "valence" | "arousal") =>
    rows.reduce((best, row) => (Math.abs(row[axis]) > Math.abs(best[axis]) ? row : best), rows[0]!);
  const [v, a] = [strongest("valence"), strongest("arousal")];
  const named =
    `strongest with valence: ${v.feature} (${v.valence.toFixed(2)}), ` +
    `with arousal: ${a.feature} (${a.arousal.toFixed(2)})`;
  return makeFigure({
    sheet,
    data: (["valence", "arousal"] as const).map((axis, i) => ({
      type: "bar",
      orientation: "h",
      name: axis,
      x: rows.map((row) => row[axis]),
      y: rows.map((row) => row.feature),
      marker: { color: i === 0 ? "#009e73" : "#d55e00" },
    })),
    layout: {
      height: 120 + 34 * rows.length,
      margin: { l: 170, r: 24, t: 40, b: 84 },
      barmode: "group",
      xaxis: { title: { text: "Pearson correlation" }, range: [-1, 1] },
      yaxis: { type: "category", autorange: "reversed" },
    },
    caption: `Correlation of each feature's mean over the clip with the clip's valence and arousal; ${named}.`,
    alt: `Bar chart of correlations of ${rows.length} features with valence and arousal; ${named}.`,
  });
}

/** Averages neighbouring frames and rows until a screen can show them. */
function thin({ data, shape: [rows, frames] }: Matrix): { z: number[][]; step: number; rowsAveraged: number } {
  const step = Math.max(1, Math.ceil(frames / MAX_COLUMNS));
  const rowsAveraged = Math.max(1, Math.ceil(rows / MAX_ROWS));
  const columns = Math.floor(frames / step);
  const z = Array.from({ length: Math.floor(rows / rowsAveraged) }, (_, row) =>
    Array.from({ length: columns }, (_, column) => {
      let sum = 0;
      for (let r = row * rowsAveraged; r < (row + 1) * rowsAveraged; r++) {
        for (let i = 0; i < step; i++) sum += data[r * frames + column * step + i]!;
      }
      return Number((sum / (step * rowsAveraged)).toPrecision(3));
    }),
  );
  return { z, step, rowsAveraged };
}

/** The smallest and the largest sample of each stretch that a screen can show. */
function envelopeOf(samples: Float32Array): { lows: number[]; highs: number[]; step: number } {
  const step = Math.max(1, Math.ceil(samples.length / MAX_COLUMNS));
  const stretches = Array.from({ length: Math.ceil(samples.length / step) }, (_, i) =>
    samples.subarray(i * step, (i + 1) * step),
  );
  const lows = stretches.map((stretch) => Number(Math.min(...stretch).toPrecision(3)));
  const highs = stretches.map((stretch) => Number(Math.max(...stretch).toPrecision(3)));
  return { lows, highs, step };
}
