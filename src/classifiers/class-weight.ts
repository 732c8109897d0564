import { QuadrantError } from "../errors";
import type { EncodedLabels } from "./classifier";

/** scikit-learn's class_weight: "balanced" makes all classes weigh the same; a table gives the weight of each label. */
export type ClassWeight = "balanced" | Readonly<Record<number, number>> | null;

/**
 * The weight of each class, in the order of `classes`; a label that the table leaves out weighs 1.
 *
 * @throws QuadrantError "bad-argument" for a weight below 0
 */
export function weightsOfClasses(classWeight: ClassWeight, { classes, counts, codes }: EncodedLabels): Float64Array {
  if (classWeight === null) return new Float64Array(classes.length).fill(1);
  if (classWeight === "balanced") return Float64Array.from(counts, (count) => codes.length / (classes.length * count));
  return Float64Array.from(classes, (label) => {
    const weight = classWeight[label] ?? 1;
    if (!(weight >= 0)) {
      throw new QuadrantError("bad-argument", `classWeight[${label}] = ${weight}: at least 0 is needed`);
    }
    return weight;
  });
}
