import type { DataSheet } from "../corpora";
import type { OrderOfTimeStudy } from "../studies";
import type { Figure } from "./figure";
import { intervalFigure } from "./interval-figure";

/** What a network loses when time is put in another order. */
export function orderFigure(sheet: DataSheet, { orders, network, seeds }: OrderOfTimeStudy): Figure {
  const rows = orders.flatMap(({ order, lost }) => (lost === undefined ? [] : [{ label: order, interval: lost }]));
  return intervalFigure(sheet, [{ name: "lost", rows }], {
    axis: "points of accuracy lost against the order as played",
    caption: `What "${network}" loses when the steps of every clip, in training and test, are put in another order (${seeds === 1 ? "one seed" : `mean of ${seeds} seeds`}).`,
    factor: 100,
  });
}
