/**
 * The k smallest of a stream of squared distances, the largest of them on top.
 *
 * A distance enters only if it is below the top, so of equal ones at the border the earlier stays, as in scikit-learn's
 * ArgKmin; which of several equal ones on top leaves first follows from the order of the swaps, its order too.
 */
export class NearestHeap {
  private readonly squares: Float64Array;
  private readonly items: Int32Array;

  constructor(private readonly size: number) {
    this.squares = new Float64Array(size);
    this.items = new Int32Array(size);
  }

  clear(): void {
    this.squares.fill(Number.MAX_VALUE);
    this.items.fill(0);
  }

  /** The distance from which on none enters. */
  get border(): number {
    return this.squares[0]!;
  }

  push(square: number, item: number): void {
    const { squares, items, size } = this;
    if (square >= squares[0]!) return;
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      if (left >= size) break;
      const right = left + 1;
      const larger = right < size && squares[right]! > squares[left]! ? right : left;
      if (square >= squares[larger]!) break;
      squares[at] = squares[larger]!;
      items[at] = items[larger]!;
      at = larger;
    }
    squares[at] = square;
    items[at] = item;
  }

  /** Writes distances and items, the nearest first; of equal distances the smaller item first. */
  write(distances: Float64Array, items: Int32Array, from: number): void {
    const order = [...this.items.keys()].sort(
      (a, b) => this.squares[a]! - this.squares[b]! || this.items[a]! - this.items[b]!,
    );
    order.forEach((place, i) => {
      distances[from + i] = Math.sqrt(this.squares[place]!);
      items[from + i] = this.items[place]!;
    });
  }
}
