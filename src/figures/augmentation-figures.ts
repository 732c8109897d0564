import type { DataSheet } from "../corpora";
import type { AugmentationStudy } from "../studies";
import type { Figure } from "./figure";
import { intervalFigure } from "./interval-figure";

/** What each method adds to the accuracy on unseen groups. */
export function augmentationFigure(sheet: DataSheet, { methods, specAugment }: AugmentationStudy): Figure {
  const models = [...new Set(methods.map(({ model }) => model))];
  return intervalFigure(
    sheet,
    [
      ...models.map((name) => ({
        name: name as string,
        rows: methods.flatMap(({ model, method, difference }) =>
          model === name && difference !== undefined ? [{ label: method, interval: difference }] : [],
        ),
      })),
      { name: specAugment.network, rows: [{ label: "SpecAugment", interval: specAugment.difference }] },
    ],
    {
      axis: "points of accuracy against no augmentation",
      caption: "What changed copies of the training clips add, on unseen groups.",
      factor: 100,
    },
  );
}

/** What the study's copies seem to add, by how copies and tests are dealt. */
export function augmentationLeakFigure(sheet: DataSheet, { leaks }: AugmentationStudy): Figure {
  const models = [...new Set(leaks.map(({ model }) => model))];
  return intervalFigure(
    sheet,
    models.map((name) => ({
      name,
      rows: leaks
        .filter(({ model }) => model === name)
        .map(({ protocol, gain }) => ({ label: protocol, interval: gain })),
    })),
    {
      axis: "points of accuracy against the same without copies",
      caption: "What the study's copies seem to add, from the published way to deal them to a fair one.",
      factor: 100,
    },
  );
}
