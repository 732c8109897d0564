import type { Xorshift32 } from "../../random";

/**
 * Draws the columns that a node looks at, without replacement, in scikit-learn's order.
 *
 * Columns known to be constant in an ancestor are passed over; a column found constant now is remembered for the
 * node's children. The array `features` is permuted in place, its front kept as the ancestors left it.
 */
export class FeatureSampler {
  private readonly features: Uint32Array;
  private readonly constants: Uint32Array;

  constructor(
    columns: number,
    private readonly maxFeatures: number,
    private readonly random: Xorshift32,
  ) {
    this.features = Uint32Array.from({ length: columns }, (_, column) => column);
    this.constants = new Uint32Array(columns);
  }

  /**
   * Offers drawn columns to `tryFeature` until maxFeatures were drawn and at least one of them varies.
   *
   * @param known how many columns are constant in the parent
   * @param tryFeature returns false where the column is constant
   * @returns how many columns are constant in this node
   */
  visit(known: number, tryFeature: (feature: number) => boolean): number {
    const { features, constants, maxFeatures, random } = this;
    let end = features.length;
    let visited = 0;
    let found = 0;
    let drawn = 0;
    while (end > known + found && (visited < maxFeatures || visited <= found + drawn)) {
      visited++;
      const at = random.integerBetween(drawn, end - found);
      if (at < known) {
        swap(features, drawn++, at);
        continue;
      }
      const place = at + found;
      if (tryFeature(features[place]!)) swap(features, --end, place);
      else swap(features, known + found++, place);
    }
    features.set(constants.subarray(0, known));
    constants.set(features.subarray(known, known + found), known);
    return known + found;
  }
}

function swap(items: Uint32Array, a: number, b: number): void {
  const kept = items[a]!;
  items[a] = items[b]!;
  items[b] = kept;
}
