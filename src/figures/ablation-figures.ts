import type { Data } from "plotly.js";
import type { DataSheet } from "../corpora";
import type { AblationStudy, FeatureSetScore, FeatureWorth } from "../studies";
import { type Figure, makeFigure } from "./figure";
import { intervalFigure } from "./interval-figure";
import { SEQUENTIAL_SCALE } from "./palette";

/** What each feature is worth in points of accuracy, three ways, the largest Shapley value first. */
export function featureWorthFigure(sheet: DataSheet, { features, orders }: AblationStudy): Figure {
  const rows = (name: "shapley" | "leftOut" | "exchanged") =>
    sorted(features).map(({ feature, [name]: interval }) => ({ label: feature, interval }));
  return intervalFigure(
    sheet,
    [
      { name: `Shapley value (${orders} orders)`, rows: rows("shapley") },
      { name: "lost when left out", rows: rows("leftOut") },
      { name: "lost when exchanged between test clips", rows: rows("exchanged") },
    ],
    {
      axis: "points of accuracy",
      caption: "What each feature is worth to ridge regression on all of them.",
      factor: 100,
    },
  );
}

/** How far each feature comes alone. */
export function featureAloneFigure(sheet: DataSheet, { features, all, none }: AblationStudy): Figure {
  return intervalFigure(
    sheet,
    [
      {
        name: "alone",
        rows: [
          { label: "all 14", interval: all },
          ...[...features]
            .sort((a, b) => b.alone.estimate - a.alone.estimate)
            .map(({ feature, alone }) => ({ label: feature, interval: alone })),
          { label: "none: the largest class", interval: none },
        ],
      },
    ],
    { axis: "accuracy", caption: "How far ridge regression comes with one feature alone.", decimals: 3 },
  );
}

/** How much of each cue that the music was made from can be read from each feature alone: R2 on unseen clips. */
export function cueReadingFigure(sheet: DataSheet, { features }: AblationStudy): Figure {
  const cues = Object.keys(features[0]?.cues ?? {});
  const best = cues.map((cue) => {
    const [first] = [...features].sort((a, b) => b.cues[cue]! - a.cues[cue]!);
    return `${cue} ${first!.feature} ${first!.cues[cue]!.toFixed(2)}`;
  });
  return makeFigure({
    sheet,
    data: [
      {
        type: "heatmap",
        x: cues,
        y: features.map(({ feature }) => feature),
        z: features.map((feature) => cues.map((cue) => Math.max(0, feature.cues[cue]!))),
        zmin: 0,
        zmax: 1,
        colorscale: SEQUENTIAL_SCALE,
        colorbar: { title: { text: "R2", side: "right" } },
      } as Data,
    ],
    layout: {
      height: 460,
      margin: { l: 140, r: 24, t: 40, b: 90 },
      yaxis: { autorange: "reversed" },
    },
    caption: `Share of each cue's variance that ridge regression reads from one feature alone, on unseen clips; less than nothing is drawn as 0. The best reader of each: ${best.join(", ")}.`,
    alt: `R2 of each cue from each feature. The best reader of each: ${best.join(", ")}.`,
  });
}

/** Accuracies with sets of features and statistics. */
export function featureSetFigure(sheet: DataSheet, scores: readonly FeatureSetScore[]): Figure {
  const models = [...new Set(scores.map(({ model }) => model))];
  return intervalFigure(
    sheet,
    models.map((name) => ({
      name,
      rows: scores
        .filter(({ model }) => model === name)
        .map(({ set, accuracy }) => ({ label: set, interval: accuracy })),
    })),
    { axis: "accuracy", caption: "Accuracy by what clips are summed up with.", decimals: 3 },
  );
}

function sorted(features: readonly FeatureWorth[]): FeatureWorth[] {
  return [...features].sort((a, b) => b.shapley.estimate - a.shapley.estimate);
}
