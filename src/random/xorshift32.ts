/**
 * Marsaglia's 32-bit xorshift (2003) as scikit-learn's trees use it (`our_rand_r`): with the same seed a tree draws its
 * features in the order in which scikit-learn's would.
 */
export class Xorshift32 {
  private state: number;

  /** @param seed a whole number, 0 to 2^32 - 1; 0 counts as 1, since xorshift never leaves 0 */
  constructor(seed: number) {
    this.state = seed >>> 0 || 1;
  }

  /** A whole number from `low` to `high` - 1. The remainder of 31 random bits, so very wide ranges are a little uneven. */
  integerBetween(low: number, high: number): number {
    let word = this.state;
    word ^= word << 13;
    word ^= word >>> 17;
    word ^= word << 5;
    this.state = word;
    return low + ((word & 0x7fffffff) % (high - low));
  }
}
