import type { AugmentationStudy } from "../studies";
import { points } from "./intervals";
import type { TableRow } from "./table-row";

/** What each method is worth to each classifier on unseen groups. */
export function augmentationTable({ methods }: AugmentationStudy): TableRow[] {
  return methods.map(({ model, method, rows, accuracy, difference, fitSeconds }) => ({
    model,
    "added to the training clips": method,
    "rows learnt from": Math.round(rows),
    accuracy: accuracy.estimate,
    "gain, points": difference === undefined ? "" : points(difference),
    "fit, s": fitSeconds,
  }));
}

/** What the study's copies seem to be worth, by protocol. */
export function augmentationLeakTable({ leaks }: AugmentationStudy): TableRow[] {
  return leaks.map(({ model, protocol, without, with: copies, gain, leak }) => ({
    model,
    protocol,
    "without copies": without.estimate,
    "with copies": copies.estimate,
    "gain, points": points(gain),
    "of which leak, points": leak === undefined ? "none" : points(leak),
  }));
}
