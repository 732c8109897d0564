import type { Matrix } from "../../arrays";
import { QuadrantError } from "../../errors";

/** A row whose deviation is this small a share of its mean is constant but for rounding. */
const NEGLIGIBLE = 1e-7;

/**
 * Scales frame matrices to mean 0 and standard deviation 1, by what the training clips say and nothing else.
 *
 * "scalar" is what the study published: one mean and one deviation over all rows, although these have different units,
 * so that a mel power and a tempo drown everything else. "row" gives each row its own.
 *
 * Clips are added one at a time, so that a corpus need not fit into memory: sums are combined as in Chan, Golub and
 * LeVeque (1979), in float64.
 *
 * @example
 * const scaler = new FrameScaler("row");
 * for (const clip of trainingClips) scaler.add(frameMatrix(await store.read(clip.id), 1295));
 * const X = scaler.transform(frameMatrix(await store.read(testClip.id), 1295));
 */
export class FrameScaler {
  private count = 0;
  private means = new Float64Array(0);
  private squares = new Float64Array(0);

  constructor(
    /** One mean and deviation in all, or one a row. */
    readonly kind: "scalar" | "row",
  ) {}

  /** The mean of each row; of "scalar" only one. Empty before the first clip. */
  get mean(): Float64Array {
    return this.means;
  }

  /** The standard deviation (ddof 0) of each row, 1 where the row is constant; of "scalar" only one. */
  get scale(): Float64Array {
    return this.squares.map((sum, row) => {
      const deviation = Math.sqrt(sum / this.count);
      return deviation <= NEGLIGIBLE * Math.abs(this.means[row]!) ? 1 : deviation;
    });
  }

  /** Takes a training clip into account. @throws QuadrantError "bad-argument" when it has other rows than the first */
  add(matrix: Matrix): this {
    const { groups, length } = this.groupsOf(matrix);
    if (length === 0) return this;
    if (this.count === 0) {
      this.means = new Float64Array(groups);
      this.squares = new Float64Array(groups);
    }
    const total = this.count + length;
    for (let group = 0; group < groups; group++) {
      const start = group * length;
      let sum = 0;
      for (let i = start; i < start + length; i++) sum += matrix.data[i]!;
      const mean = sum / length;
      let squares = 0;
      for (let i = start; i < start + length; i++) squares += (matrix.data[i]! - mean) ** 2;
      const shift = mean - this.means[group]!;
      this.means[group]! += (shift * length) / total;
      this.squares[group]! += squares + (shift * shift * this.count * length) / total;
    }
    this.count = total;
    return this;
  }

  /** The scaled matrix, a new one. @throws QuadrantError "bad-argument" when nothing was added or the rows differ */
  transform(matrix: Matrix): Matrix {
    const data = matrix.data.slice();
    this.transformInPlace({ ...matrix, data });
    return { ...matrix, data };
  }

  /** The same without a copy. */
  transformInPlace(matrix: Matrix): void {
    if (this.count === 0) {
      throw new QuadrantError("bad-argument", "the scaler was given no training clip", { remedy: "Call add first." });
    }
    const { groups, length } = this.groupsOf(matrix);
    const scale = this.scale;
    for (let group = 0; group < groups; group++) {
      const [mean, deviation] = [this.means[group]!, scale[group]!];
      for (let i = group * length; i < (group + 1) * length; i++) {
        matrix.data[i] = (matrix.data[i]! - mean) / deviation;
      }
    }
  }

  private groupsOf({ data, shape: [rows, frames] }: Matrix): { groups: number; length: number } {
    const groups = this.kind === "row" ? rows : 1;
    if (this.count > 0 && this.means.length !== groups) {
      throw new QuadrantError("bad-argument", `the scaler knows ${this.means.length} rows, not ${groups}`);
    }
    return { groups, length: this.kind === "row" ? frames : data.length };
  }
}
