import type { Matrix } from "../../arrays";
import { QuadrantError } from "../../errors";
import { describeRow, type RowDescription, type SummaryStatistics } from "./summary-statistics";

type StudyStatistic = "mean" | "std" | "sum" | "min" | "max" | "skew" | "kurtosis" | "median" | "range";

const CHROMA: readonly StudyStatistic[] = ["mean", "std", "sum", "skew", "kurtosis"];
const SHAPE: readonly StudyStatistic[] = ["mean", "std", "min", "max", "skew", "kurtosis"];
const SHAPE_AND_RANGE: readonly StudyStatistic[] = [...SHAPE, "range"];

/** Which statistics the study takes of which feature, in the order of its table, whose first column is the tempo. */
const STUDY_TABLE: Readonly<Record<string, readonly StudyStatistic[]>> = {
  chroma_stft: CHROMA,
  chroma_cqt: CHROMA,
  chroma_vqt: CHROMA,
  melspectrogram: ["mean", "std", "min", "max", "sum", "skew", "kurtosis"],
  mfcc: [...SHAPE, "median"],
  rms: SHAPE,
  spectral_centroid: SHAPE,
  spectral_bandwidth: SHAPE,
  spectral_contrast: SHAPE_AND_RANGE,
  spectral_flatness: SHAPE_AND_RANGE,
  spectral_rolloff: SHAPE_AND_RANGE,
  tonnetz: SHAPE_AND_RANGE,
  zero_crossing_rate: SHAPE_AND_RANGE,
};

/** The columns of the study's table: "tempo", "chroma_stft_mean", ..., "zero_crossing_rate_range". */
export const STUDY_STATISTICS: readonly string[] = [
  "tempo",
  ...Object.entries(STUDY_TABLE).flatMap(([feature, statistics]) => statistics.map((name) => `${feature}_${name}`)),
];

/**
 * The study's 83 summary statistics of a clip, in the order of its table.
 *
 * A column of that table holds a number for each row of its feature (`chroma_stft_mean` twelve of them), but for `tempo`
 * and the sums, which are taken over all rows and frames: with librosa's defaults 1,187 numbers. They are numpy's mean,
 * std (ddof 0), min, max, median and sum, scipy's skew and (excess) kurtosis; both are 0 for a constant row, where scipy
 * gives NaN; the range is the largest less the smallest value.
 *
 * Reconstructed from the study's notebooks 01 and 02. What they do not say: which numbers of a column a model was given,
 * since the table itself was not published.
 *
 * @param features each (rows, frames), the study's fourteen among them
 * @throws QuadrantError "bad-argument" when a feature is missing
 *
 * @example
 * const { names, values } = studyStatistics(await store.read("etude-0001"));
 */
export function studyStatistics(features: Readonly<Record<string, Matrix>>): SummaryStatistics {
  const names: string[] = ["tempo"];
  const values: number[] = [find(features, "tempo").data[0]!];
  for (const [feature, statistics] of Object.entries(STUDY_TABLE)) {
    const { data, shape } = find(features, feature);
    const [rows, frames] = shape;
    const described = Array.from({ length: rows }, (_, row) =>
      describeRow(data.slice(row * frames, (row + 1) * frames)),
    );
    for (const statistic of statistics) {
      const column = columnOf(described, frames, statistic);
      const name = `${feature}_${statistic}`;
      names.push(...(column.length === 1 ? [name] : column.map((_, row) => `${name}_${row}`)));
      values.push(...column);
    }
  }
  return { names, values: Float32Array.from(values) };
}

function columnOf(rows: readonly RowDescription[], frames: number, statistic: StudyStatistic): number[] {
  if (statistic === "sum") return [rows.reduce((sum, { mean }) => sum + mean * frames, 0)];
  if (statistic === "range") return rows.map(({ min, max }) => max - min);
  return rows.map((row) => row[statistic]);
}

function find(features: Readonly<Record<string, Matrix>>, name: string): Matrix {
  const found = features[name];
  if (found !== undefined) return found;
  throw new QuadrantError("bad-argument", `the study's statistics need ${name}`, {
    remedy: `There are: ${Object.keys(features).join(", ")}.`,
  });
}
