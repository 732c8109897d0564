const COMPILING = 0;
const ACKNOWLEDGED = 1;

/** What the thread that serves interrupts knows of the main thread: two words of memory that both see. */
export class MainThread {
  private readonly words: Int32Array;

  constructor(readonly memory: SharedArrayBuffer = new SharedArrayBuffer(8)) {
    this.words = new Int32Array(memory);
  }

  /** Runs the compiler, which cannot be used again once it was cut off in the middle. */
  protect<Result>(work: () => Result): Result {
    Atomics.store(this.words, COMPILING, 1);
    try {
      return work();
    } finally {
      Atomics.store(this.words, COMPILING, 0);
    }
  }

  /** Whether what runs may be cut off. */
  get open(): boolean {
    return Atomics.load(this.words, COMPILING) === 0;
  }

  /** The main thread has heard of a request. */
  acknowledge(): void {
    Atomics.add(this.words, ACKNOWLEDGED, 1);
  }

  /** How many requests the main thread has heard of. */
  get acknowledged(): number {
    return Atomics.load(this.words, ACKNOWLEDGED);
  }
}
