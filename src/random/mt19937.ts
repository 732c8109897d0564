/** State words of the generator, and the distance at which it twists them. */
const N = 624;
const M = 397;

/**
 * The Mersenne Twister MT19937 (Matsumoto and Nishimura 1998), seeded and read out as numpy's legacy RandomState, so
 * that a split or a draw with the same seed is the one that numpy and scikit-learn would make.
 *
 * @example
 * new MT19937(42).random(); // 0.3745401188473625, as numpy.random.RandomState(42).random_sample()
 */
export class MT19937 {
  private readonly state = new Uint32Array(N);
  private position = N;
  private spareNormal: number | undefined;

  /** @param seed a whole number, 0 to 2^32 - 1, or several of them (numpy's init_by_array) */
  constructor(seed: number | ArrayLike<number>) {
    if (typeof seed === "number") this.seedByNumber(seed);
    else this.seedByArray(seed);
  }

  /** Uniform over 0 to 2^32 - 1. */
  nextUint32(): number {
    if (this.position === N) this.twist();
    let word = this.state[this.position++]!;
    word ^= word >>> 11;
    word ^= (word << 7) & 0x9d2c5680;
    word ^= (word << 15) & 0xefc60000;
    return (word ^ (word >>> 18)) >>> 0;
  }

  /** Uniform over [0, 1) with 53 bits, as random_sample. */
  random(): number {
    const high = this.nextUint32() >>> 5;
    const low = this.nextUint32() >>> 6;
    return (high * 67108864 + low) / 9007199254740992;
  }

  /** Standard normal, as RandomState.randn (Marsaglia's polar method). */
  normal(): number {
    if (this.spareNormal !== undefined) {
      const spare = this.spareNormal;
      this.spareNormal = undefined;
      return spare;
    }
    for (;;) {
      const x = 2 * this.random() - 1;
      const y = 2 * this.random() - 1;
      const square = x * x + y * y;
      if (square >= 1 || square === 0) continue;
      const scale = Math.sqrt((-2 * Math.log(square)) / square);
      this.spareNormal = scale * x;
      return scale * y;
    }
  }

  /** Uniform over the whole numbers 0 to `limit`, both included, by masked rejection as numpy draws them. */
  integerUpTo(limit: number): number {
    if (limit === 0) return 0;
    const mask = 2 ** (32 - Math.clz32(limit)) - 1;
    for (;;) {
      const value = (this.nextUint32() & mask) >>> 0;
      if (value <= limit) return value;
    }
  }

  /** Shuffles in place, as RandomState.shuffle. */
  shuffle<Item>(items: Item[]): void {
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.integerUpTo(i);
      const swapped = items[i]!;
      items[i] = items[j]!;
      items[j] = swapped;
    }
  }

  /** The numbers 0 to n - 1 in a random order, as RandomState.permutation(n). */
  permutation(n: number): number[] {
    const order = Array.from({ length: n }, (_, i) => i);
    this.shuffle(order);
    return order;
  }

  private seedByNumber(seed: number): void {
    this.state[0] = seed >>> 0;
    for (let i = 1; i < N; i++) {
      const before = this.state[i - 1]!;
      this.state[i] = Math.imul(1812433253, before ^ (before >>> 30)) + i;
    }
  }

  private seedByArray(key: ArrayLike<number>): void {
    this.seedByNumber(19650218);
    let i = 1;
    let j = 0;
    const mix = (factor: number): number => {
      const before = this.state[i - 1]!;
      return this.state[i]! ^ Math.imul(before ^ (before >>> 30), factor);
    };
    const advance = (): void => {
      i++;
      if (i < N) return;
      this.state[0] = this.state[N - 1]!;
      i = 1;
    };
    for (let k = Math.max(N, key.length); k > 0; k--) {
      this.state[i] = mix(1664525) + key[j]! + j;
      advance();
      j = (j + 1) % key.length;
    }
    for (let k = N - 1; k > 0; k--) {
      this.state[i] = mix(1566083941) - i;
      advance();
    }
    this.state[0] = 0x80000000;
  }

  private twist(): void {
    for (let i = 0; i < N; i++) {
      const bits = (this.state[i]! & 0x80000000) | (this.state[(i + 1) % N]! & 0x7fffffff);
      this.state[i] = this.state[(i + M) % N]! ^ (bits >>> 1) ^ (bits & 1 ? 0x9908b0df : 0);
    }
    this.position = 0;
  }
}
