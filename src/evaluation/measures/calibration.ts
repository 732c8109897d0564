import { QuadrantError } from "../../errors";
import { quantile } from "../quantile";
import { asProbabilities, type ClassScores } from "./checks";

/** Items whose confidence lies in (low, high], the first bin also at low. */
export interface CalibrationBin {
  readonly low: number;
  readonly high: number;
  readonly count: number;
  /** Mean confidence of these items; NaN in an empty bin. */
  readonly confidence: number;
  /** Share of these items that came true; NaN in an empty bin. */
  readonly frequency: number;
}

export interface CalibrationOptions {
  readonly nBins?: number;
  /** Bins of equal width over 0 to 1, or of equal numbers of items. */
  readonly strategy?: "uniform" | "quantile";
}

/** A reliability diagram and the errors that it shows. */
export interface Calibration {
  readonly bins: readonly CalibrationBin[];
  /** Mean of |frequency - confidence| over items. */
  readonly expectedError: number;
  /** The largest |frequency - confidence| of a bin. */
  readonly maximumError: number;
}

/**
 * How far confidence can be trusted: of the items called with a probability of 0.8, are 8 in 10 right? The reliability
 * curve of the predicted class (top label), its expected calibration error (Naeini, Cooper and Hauskrecht 2015, in the
 * form of Guo et al. 2017) and its maximum. 15 bins as in Guo et al.; the error depends on their number, so always tell it.
 *
 * @param probabilities (items, classes)
 * @throws QuadrantError "bad-argument" for values that are no probabilities, and labels that have no column
 */
export function calibration(
  truth: ArrayLike<number>,
  probabilities: ClassScores,
  { nBins = 15, strategy = "uniform" }: CalibrationOptions = {},
): Calibration {
  const { data, shape } = asProbabilities(truth, probabilities);
  const [items, classes] = shape;
  const confidence = new Float64Array(items);
  const right = new Uint8Array(items);
  for (let item = 0; item < items; item++) {
    let best = 0;
    for (let label = 1; label < classes; label++) {
      if (data[item * classes + label]! > data[item * classes + best]!) best = label;
    }
    confidence[item] = data[item * classes + best]!;
    right[item] = best === truth[item] ? 1 : 0;
  }
  return calibrationOfClass(right, confidence, { nBins, strategy });
}

/**
 * The reliability curve of one event; the bins that hold items are scikit-learn's calibration_curve.
 *
 * @param outcomes 1 where the event came true, else 0
 * @param probabilities of the event
 */
export function calibrationOfClass(
  outcomes: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  { nBins = 15, strategy = "uniform" }: CalibrationOptions = {},
): Calibration {
  asProbabilities(outcomes, probabilities);
  if (!Number.isInteger(nBins) || nBins < 1) {
    throw new QuadrantError("bad-argument", `nBins = ${nBins}: a whole number of at least 1 is needed`, {
      remedy: "10 or 15 are usual.",
    });
  }
  const edges = binEdges(Float64Array.from(probabilities).sort(), nBins, strategy);
  const sums = Array.from({ length: nBins }, () => ({ count: 0, confidence: 0, came: 0 }));
  for (let item = 0; item < outcomes.length; item++) {
    const inner = edges.slice(1, -1).findIndex((edge) => probabilities[item]! <= edge);
    const bin = sums[inner < 0 ? nBins - 1 : inner]!;
    bin.count++;
    bin.confidence += probabilities[item]!;
    bin.came += outcomes[item]!;
  }
  const bins = sums.map(({ count, confidence, came }, i) => ({
    low: edges[i]!,
    high: edges[i + 1]!,
    count,
    confidence: confidence / count,
    frequency: came / count,
  }));
  const filled = bins.filter(({ count }) => count > 0);
  const gap = ({ frequency, confidence }: CalibrationBin) => Math.abs(frequency - confidence);
  return {
    bins,
    expectedError: filled.reduce((sum, bin) => sum + bin.count * gap(bin), 0) / outcomes.length,
    maximumError: Math.max(...filled.map(gap)),
  };
}

/** numpy.linspace(0, 1, nBins + 1), rounding included: a probability of 0.6 must fall where scikit-learn puts it. */
function binEdges(sorted: Float64Array, nBins: number, strategy: "uniform" | "quantile"): number[] {
  const shares = Array.from({ length: nBins + 1 }, (_, i) => (i === nBins ? 1 : i * (1 / nBins)));
  return strategy === "uniform" ? shares : shares.map((share) => quantile(sorted, share));
}
