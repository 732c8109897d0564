const COMPILING = 0;
const ACKNOWLEDGED = 1;
const RELEASED = 2;

/** What the thread that serves interrupts knows of the main thread: a few words of memory that both see. */
export class MainThread {
  private readonly words: Int32Array;

  constructor(readonly memory: SharedArrayBuffer = new SharedArrayBuffer(12)) {
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

  /** The other thread has let go of the main one, which may end now. */
  release(): void {
    Atomics.store(this.words, RELEASED, 1);
    Atomics.notify(this.words, RELEASED);
  }

  /** Blocks until the other thread has let go. */
  awaitRelease(timeoutMs: number): void {
    Atomics.wait(this.words, RELEASED, 0, timeoutMs);
  }

  /** How many requests the main thread has heard of. */
  get acknowledged(): number {
    return Atomics.load(this.words, ACKNOWLEDGED);
  }
}
