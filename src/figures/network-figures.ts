import type { Data } from "plotly.js";
import { type DataSheet, QUADRANT_NAMES } from "../corpora";
import type { LookedAt, RecurrentStudy } from "../studies";
import { type Figure, makeFigure } from "./figure";
import { intervalFigure } from "./interval-figure";
import { QUADRANT_COLOURS, SEQUENTIAL_SCALE } from "./palette";

/** Networks minus a classifier, the same clips tested. */
export function duelFigure(sheet: DataSheet, { duels }: RecurrentStudy, classifier: string): Figure {
  const rows = duels
    .filter((duel) => duel.classifier === classifier)
    .map(({ network, difference }) => ({ label: network, interval: difference }));
  return intervalFigure(sheet, [{ name: classifier, rows }], {
    axis: "points of accuracy, network minus classifier",
    caption: `Accuracy of each network less that of ${classifier}, on the same clips of unseen ${sheet.groupMeaning}s.`,
    factor: 100,
  });
}

/** When a network looks: the gradient of the log-probability of its answer at each step, for a clip of each quadrant. */
export function saliencyFigure(sheet: DataSheet, looked: readonly LookedAt[]): Figure {
  const peaks = looked.map(({ clip, named, probability, ofSteps, secondsPerStep }) => {
    const at = ofSteps.indexOf(Math.max(...ofSteps)) * secondsPerStep;
    return `${clip.quadrant} taken for ${named} (${probability.toFixed(2)}), most at ${at.toFixed(1)} s`;
  });
  return makeFigure({
    sheet,
    data: looked.map(({ clip, ofSteps, secondsPerStep }): Data => {
      return {
        type: "scatter",
        mode: "lines",
        name: QUADRANT_NAMES[clip.quadrant],
        x: ofSteps.map((_, step) => step * secondsPerStep),
        y: [...ofSteps],
        line: { color: QUADRANT_COLOURS[clip.quadrant] },
      };
    }),
    layout: {
      height: 360,
      xaxis: { title: { text: "time (s)" } },
      yaxis: { title: { text: "gradient (nats per deviation)" }, rangemode: "tozero" },
    },
    caption: `How much the answer of the network hangs on each moment of an unseen clip of each quadrant: ${peaks.join("; ")}.`,
    alt: `Saliency over time of a clip of each quadrant: ${peaks.join("; ")}.`,
  });
}

/** What a network looks at: the same by feature. */
export function featureSaliencyFigure(sheet: DataSheet, looked: readonly LookedAt[]): Figure {
  const features = Object.keys(looked[0]?.ofFeatures ?? {}) as (keyof LookedAt["ofFeatures"])[];
  const most = looked.map(({ clip, ofFeatures }) => {
    const first = features.reduce((best, name) => (ofFeatures[name] > ofFeatures[best] ? name : best));
    return `${clip.quadrant} ${first}`;
  });
  return makeFigure({
    sheet,
    data: [
      {
        type: "heatmap",
        x: looked.map(({ clip }) => QUADRANT_NAMES[clip.quadrant]),
        y: features,
        z: features.map((name) => looked.map(({ ofFeatures }) => ofFeatures[name])),
        zmin: 0,
        zmax: 1,
        colorscale: SEQUENTIAL_SCALE,
        colorbar: { title: { text: "share of the largest", side: "right" } },
      } as Data,
    ],
    layout: { height: 420, margin: { l: 140, r: 24, t: 40, b: 60 }, yaxis: { autorange: "reversed" } },
    caption: `Which features the answer hangs on, all rows of a feature together; most: ${most.join(", ")}.`,
    alt: `Saliency by feature of a clip of each quadrant; most: ${most.join(", ")}.`,
  });
}

/** The paths of a network's states while it reads a clip of each quadrant. */
export function trajectoryFigure(sheet: DataSheet, looked: readonly LookedAt[]): Figure {
  const ends = looked.map(({ clip, path }) => {
    const [x, y] = path.at(-1)!;
    return `${clip.quadrant} at (${x.toFixed(1)}, ${y.toFixed(1)})`;
  });
  return makeFigure({
    sheet,
    data: looked.flatMap(({ clip, path }): Data[] => {
      const color = QUADRANT_COLOURS[clip.quadrant];
      const name = QUADRANT_NAMES[clip.quadrant];
      const [x, y] = [path.map((point) => point[0]), path.map((point) => point[1])];
      return [
        { type: "scatter", mode: "lines", name, x, y, line: { color, width: 1.5 } },
        {
          type: "scatter",
          mode: "markers",
          name: `${name}, end`,
          showlegend: false,
          x: x.slice(-1),
          y: y.slice(-1),
          marker: { color, size: 12 },
        },
      ];
    }),
    layout: {
      height: 440,
      xaxis: { title: { text: "first principal component of the states" } },
      yaxis: { title: { text: "second" } },
    },
    caption: `Where the states of the network go while it reads an unseen clip of each quadrant; a disc marks the end: ${ends.join(", ")}.`,
    alt: `Paths of hidden states of a clip of each quadrant, ending ${ends.join(", ")}.`,
  });
}
