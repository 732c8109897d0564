import type { OrderOfTimeStudy } from "../studies";
import { range } from "./intervals";
import type { TableRow } from "./table-row";

/** What a network makes of clips whose time was put in another order. */
export function orderTable({ orders, orderBlind }: OrderOfTimeStudy): TableRow[] {
  const rows = orders.map(({ order, seconds, accuracy, lost }) => ({
    "order of time": order,
    "seconds that stay together": seconds === undefined ? "all" : seconds.toFixed(2),
    accuracy: accuracy.estimate,
    "95 % interval": range(accuracy),
    "lost against as played": lost === undefined ? "" : lost.estimate.toFixed(3),
    "its interval": lost === undefined ? "" : range(lost),
  }));
  return [
    ...rows,
    {
      "order of time": `none: ${orderBlind.model} on statistics`,
      "seconds that stay together": "none",
      accuracy: orderBlind.accuracy.estimate,
      "95 % interval": range(orderBlind.accuracy),
      "lost against as played": "",
      "its interval": "",
    },
  ];
}
