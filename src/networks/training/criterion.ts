import { weightsOfClasses } from "../../classifiers/class-weight";
import { encodeLabels } from "../../classifiers/classifier";
import { QuadrantError } from "../../errors";
import { crossEntropy } from "./cross-entropy";
import type { Recipe } from "./options";
import { concordanceLoss, squaredError } from "./regression-loss";

/** What a network can be trained on: the classes of items, or numbers that they are to be given. */
export const CRITERIA = ["cross-entropy", "mse", "ccc"] as const;
export type CriterionName = (typeof CRITERIA)[number];

/** Of one batch. */
export interface BatchLoss {
  /** Sum over the items, each times its weight. */
  readonly lossSum: number;
  /** What `lossSum` is divided by for the mean. */
  readonly weightSum: number;
  /** Items whose class has the largest score; null in a regression. */
  readonly right: number | null;
  /** Of the mean with respect to each output. */
  readonly gradient: Float32Array;
}

/** Says how far outputs, (items, outputs) row-major, are from the labels of these items. */
export type Criterion = (outputs: Float32Array, labels: readonly number[]) => BatchLoss;

/** Whether a criterion is about numbers, not about classes. */
export function isRegression(name: CriterionName): boolean {
  return name !== "cross-entropy";
}

/**
 * @param labels of the train set; with classes, every one is among them
 * @param outputs of the network
 */
export function criterionOf(recipe: Recipe, labels: ArrayLike<number>, outputs: number): Criterion {
  if (recipe.criterion === "mse") return (values, targets) => squaredError(values, targets, outputs);
  if (recipe.criterion === "ccc") return (values, targets) => concordanceLoss(values, targets, outputs);
  const weights = weightsOfClasses(recipe.classWeight, encodeLabels(labels));
  const none = weights.findIndex((weight) => !(weight > 0));
  if (none >= 0) {
    throw new QuadrantError("bad-argument", `classWeight[${none}] is ${weights[none]}: above 0 is needed`);
  }
  return (scores, own) => crossEntropy(scores, own, { weights, smoothing: recipe.labelSmoothing });
}
