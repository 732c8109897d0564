import { QuadrantError } from "../../errors";
import type { SequenceSource, Sequences } from "../sequence-source";
import type { Scaling } from "./clip-layout";

/**
 * What to scale sequences in memory by; steps beyond the length of an item do not count.
 *
 * @param kind "row": a mean and a deviation for each row; "scalar": one of all, as the study has it
 * @param items those to train on, and no others
 */
export function fitSequenceScaling(
  { data, shape: [, steps, rows] }: Sequences,
  kind: "row" | "scalar",
  items: readonly number[],
  lengths?: ArrayLike<number>,
): Scaling {
  if (items.length === 0) throw new QuadrantError("bad-argument", "a scaling from no items");
  const [sums, squares] = [new Float64Array(rows), new Float64Array(rows)];
  let counted = 0;
  for (const item of items) {
    const length = lengths?.[item] ?? steps;
    counted += length;
    for (let step = 0; step < length; step++) {
      const from = (item * steps + step) * rows;
      for (let row = 0; row < rows; row++) {
        const value = data[from + row]!;
        sums[row]! += value;
        squares[row]! += value * value;
      }
    }
  }
  if (kind === "row") return { mean: sums.map((sum) => sum / counted), scale: deviations(sums, squares, counted) };
  const total = (values: Float64Array) => Float64Array.of(values.reduce((sum, value) => sum + value, 0));
  const [sum, square] = [total(sums), total(squares)];
  return { mean: sum.map((value) => value / (counted * rows)), scale: deviations(sum, square, counted * rows) };
}

/** A row that never changes is left at 0, not blown up by rounding. */
function deviations(sums: Float64Array, squares: Float64Array, count: number): Float64Array {
  return sums.map((sum, row) => {
    const mean = sum / count;
    const variance = squares[row]! / count - mean * mean;
    return variance > 1e-12 * Math.max(mean * mean, Number.MIN_VALUE) ? Math.sqrt(variance) : 1;
  });
}

/** The same clips, scaled as they are read; steps beyond the length of an item stay 0. */
export function scaledSource(source: SequenceSource, { mean, scale }: Scaling): SequenceSource {
  const [, steps, rows] = source.shape;
  const of = (values: ArrayLike<number>, row: number) => values[values.length === 1 ? 0 : row]!;
  const means = Float64Array.from({ length: rows }, (_, row) => of(mean, row));
  const scales = Float64Array.from({ length: rows }, (_, row) => of(scale, row));
  return {
    shape: source.shape,
    ...(source.lengths === undefined ? {} : { lengths: source.lengths }),
    ...(source.names === undefined ? {} : { names: source.names }),
    async read(items, into, epoch) {
      await source.read(items, into, epoch);
      items.forEach((item, i) => {
        const length = source.lengths?.[item] ?? steps;
        for (let step = 0; step < length; step++) {
          const from = (i * steps + step) * rows;
          for (let row = 0; row < rows; row++) into[from + row] = (into[from + row]! - means[row]!) / scales[row]!;
        }
      });
    },
  };
}
