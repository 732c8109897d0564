import { QuadrantError } from "../../errors";
import { needWhole } from "../need-whole";
import type { GrowthLimits } from "./grow-tree";
import type { Criterion } from "./impurity";

/** How many columns a node draws: a number of at least 1 counts them, one below 1 is a share; null takes all. */
type MaxFeatures = "sqrt" | "log2" | number | null;

/** What limits the growth of a tree; scikit-learn's names and defaults. */
export interface GrowthOptions {
  readonly criterion?: Criterion;
  /** null for no limit. */
  readonly maxDepth?: number | null;
  readonly minSamplesSplit?: number;
  readonly minSamplesLeaf?: number;
  readonly maxFeatures?: MaxFeatures;
  readonly minImpurityDecrease?: number;
}

/** Fills defaults in and checks them. @throws QuadrantError "bad-argument" for numbers out of range */
export function growthOptions(
  { criterion, maxDepth, minSamplesSplit, minSamplesLeaf, maxFeatures, minImpurityDecrease }: GrowthOptions,
  columnsByDefault: MaxFeatures,
): Required<GrowthOptions> {
  const options = {
    criterion: criterion ?? "gini",
    maxDepth: maxDepth ?? null,
    minSamplesSplit: minSamplesSplit ?? 2,
    minSamplesLeaf: minSamplesLeaf ?? 1,
    maxFeatures: maxFeatures === undefined ? columnsByDefault : maxFeatures,
    minImpurityDecrease: minImpurityDecrease ?? 0,
  };
  if (options.maxDepth !== null) needWhole("maxDepth", options.maxDepth, 1);
  needWhole("minSamplesSplit", options.minSamplesSplit, 2);
  needWhole("minSamplesLeaf", options.minSamplesLeaf, 1);
  const wanted = options.maxFeatures;
  if (typeof wanted === "number" && !(wanted > 0 && (wanted < 1 || Number.isInteger(wanted)))) {
    throw new QuadrantError("bad-argument", `maxFeatures = ${wanted}: a share below 1 or a whole number is needed`);
  }
  return options;
}

/** The same limits once the number of columns is known. */
export function growthLimits(options: Required<GrowthOptions>, columns: number): GrowthLimits {
  return {
    ...options,
    maxDepth: options.maxDepth ?? Number.POSITIVE_INFINITY,
    maxFeatures: drawnColumns(options.maxFeatures, columns),
  };
}

function drawnColumns(maxFeatures: MaxFeatures, columns: number): number {
  if (maxFeatures === null) return columns;
  if (maxFeatures === "sqrt") return Math.max(1, Math.floor(Math.sqrt(columns)));
  if (maxFeatures === "log2") return Math.max(1, Math.floor(Math.log2(columns)));
  return maxFeatures < 1 ? Math.max(1, Math.floor(maxFeatures * columns)) : Math.min(columns, maxFeatures);
}
