import { type Growth, LAW_NAMES, type SizePoint } from "../studies";
import { range } from "./intervals";
import type { TableRow } from "./table-row";

/** The points of the learning curves. */
export function curveTable(curve: readonly SizePoint[]): TableRow[] {
  return curve.map(({ model, clips, fits, accuracy }) => ({
    model,
    "training clips": Math.round(clips),
    accuracy: accuracy.estimate,
    "95 % interval": range(accuracy),
    fits,
  }));
}

/** What each model gains from more clips, and what may be expected of many more. */
export function growthTable(growth: readonly Growth[]): TableRow[] {
  return growth.map(({ model, from, to, gain, laws, extrapolated, byLaw }) => ({
    model,
    from: Math.round(from),
    to: Math.round(to),
    gain: gain.estimate,
    "95 % interval": range(gain),
    "law favoured": laws[0]!.name,
    "expected with 14,000": extrapolated.estimate,
    "interval of that": range(extrapolated),
    "by each law": LAW_NAMES.map((name) => `${name} ${byLaw[name].toFixed(2)}`).join(", "),
  }));
}

/** The largest sizes foretold from the smaller ones. */
export function foretellingTable(growth: readonly Growth[]): TableRow[] {
  return growth.flatMap(({ model, hidden }) =>
    hidden === undefined
      ? []
      : [
          {
            model,
            "training clips": Math.round(hidden.clips),
            foretold: hidden.foretold.estimate,
            "95 % interval": range(hidden.foretold),
            measured: hidden.measured.estimate,
            "foretold rightly":
              hidden.measured.estimate >= hidden.foretold.low && hidden.measured.estimate <= hidden.foretold.high
                ? "yes"
                : "no",
          },
        ],
  );
}
