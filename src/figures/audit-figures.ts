import type { Audit } from "../audit";
import type { DataSheet } from "../corpora";
import type { Figure } from "./figure";
import { intervalFigure } from "./interval-figure";

/** What each flaw adds to the accuracy, the costliest first. */
export function flawWorthFigure(sheet: DataSheet, { flaws, protocol }: Pick<Audit, "flaws" | "protocol">): Figure {
  const rows = flaws.flatMap(({ title, worth }) =>
    worth === undefined ? [] : [{ label: title, interval: worth.difference }],
  );
  return intervalFigure(sheet, [{ name: "worth", rows }], {
    axis: "points of accuracy, with the flaw minus without",
    caption: `What each flaw of the protocol "${protocol.name}" adds to the accuracy, all else as it was.`,
    factor: 100,
  });
}
