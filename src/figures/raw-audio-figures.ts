import type { Data } from "plotly.js";
import type { DataSheet } from "../corpora";
import type { FirstLayer, RawAudioStudy, SoundNetworkName } from "../studies";
import { type Figure, makeFigure } from "./figure";
import { intervalFigure } from "./interval-figure";
import { SEQUENTIAL_SCALE, seriesColour } from "./palette";

/** Accuracy of networks on sound, and of what they are held against. */
export function soundAccuracyFigure(sheet: DataSheet, { networks, classifier }: RawAudioStudy): Figure {
  const rows = [
    ...networks.map(({ name, score }) => ({ label: name, interval: score.accuracy })),
    { label: `${classifier.model} on features`, interval: classifier.accuracy },
  ];
  return intervalFigure(sheet, [{ name: "accuracy", rows }], {
    axis: "accuracy",
    caption: `Accuracy of networks that are given the sound itself, on ${classifier.tested} clips of unseen ${sheet.groupMeaning}s.`,
    decimals: 2,
    range: [0, 1],
  });
}

/** How well valence and arousal were told from the sound. */
export function affectFigure(sheet: DataSheet, { affect, regressor }: RawAudioStudy): Figure {
  const series = [...new Set(affect.map(({ criterion }) => criterion))].map((criterion) => {
    const own = affect.filter((score) => score.criterion === criterion);
    return {
      name: criterion === "ccc" ? "trained on concordance" : "trained on squared error",
      rows: [
        ...own.map(({ what, ccc }) => ({ label: `${what}, CCC`, interval: ccc })),
        ...own.map(({ what, r2 }) => ({ label: `${what}, R²`, interval: r2 })),
      ],
    };
  });
  return intervalFigure(sheet, series, {
    axis: "concordance correlation (CCC), or share of variance explained (R²)",
    caption: `Valence and arousal as a ${regressor} tells them of unseen ${sheet.groupMeaning}s.`,
    decimals: 2,
  });
}

/** What each filter of a first layer lets through, the lowest first. */
export function filterResponseFigure(sheet: DataSheet, name: SoundNetworkName, layer: FirstLayer): Figure {
  const order = layer.centres.map((_, i) => i).sort((a, b) => layer.centres[a]! - layer.centres[b]!);
  const [low, high] = [layer.centres[order[0]!]!, layer.centres[order.at(-1)!]!].map((hz) => Math.round(hz));
  const words = `What the ${order.length} filters of "${name}" let through after training, ordered by centre frequency, ${low} to ${high} Hz.`;
  return makeFigure({
    sheet,
    data: [
      {
        type: "heatmap",
        x: order.map((_, rank) => rank + 1),
        y: layer.frequencies,
        z: layer.frequencies.map((_, k) => order.map((filter) => layer.responses[filter]![k]!)),
        zmin: 0,
        zmax: 1,
        colorscale: SEQUENTIAL_SCALE,
        colorbar: { title: { text: "magnitude, share of the largest", side: "right" } },
      } as Data,
    ],
    layout: { xaxis: { title: { text: "filter" } }, yaxis: { title: { text: "frequency (Hz)" } } },
    caption: words,
    alt: words,
  });
}

/** Where the filters of first layers lie before and after training, the lowest first. */
export function filterCentreFigure(sheet: DataSheet, { networks }: RawAudioStudy): Figure {
  const learnt = networks.flatMap(({ name, firstLayer }) => (firstLayer === undefined ? [] : [{ name, firstLayer }]));
  const moved = learnt.map(({ name, firstLayer: { centres, centresBefore } }) => {
    const shifts = centres.map((hz, i) => Math.abs(hz - centresBefore[i]!)).sort((a, b) => a - b);
    return `${name} ${Math.round(shifts[Math.floor(shifts.length / 2)]!)} Hz`;
  });
  const line = (name: string, hertz: readonly number[], series: number, before: boolean): Data => ({
    type: "scatter",
    mode: "lines",
    name: before ? `${name}, before` : name,
    showlegend: !before,
    // Layers have different numbers of filters.
    x: hertz.map((_, i) => (i + 0.5) / hertz.length),
    y: [...hertz].sort((a, b) => a - b),
    line: { color: seriesColour(series), width: before ? 1 : 2, dash: before ? "dot" : "solid" },
  });
  const words = `Centre frequencies of the first layer before (dotted) and after training; half of the filters moved by more than: ${moved.join(", ")}.`;
  return makeFigure({
    sheet,
    data: learnt.flatMap(({ name, firstLayer }, i) => [
      line(name, firstLayer.centresBefore, i, true),
      line(name, firstLayer.centres, i, false),
    ]),
    layout: {
      height: 520,
      margin: { b: 190 },
      xaxis: { title: { text: "share of the filters that lie lower" }, range: [0, 1] },
      yaxis: { title: { text: "centre frequency (Hz)" }, rangemode: "tozero" },
    },
    caption: words,
    alt: words,
  });
}
