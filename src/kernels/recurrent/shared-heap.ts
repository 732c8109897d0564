import { messageOf, QuadrantError } from "../../errors";
import { padded } from "../padded";

const PAGE = 65_536;
const MAXIMUM_PAGES = 65_536;
/** Of a cache line. */
const ALIGNMENT = 64;

interface Free {
  at: number;
  bytes: number;
}

/** A memory that threads share, as kernels take it that several threads work with. */
export function sharedMemory(): WebAssembly.Memory {
  return new WebAssembly.Memory({ initial: 1, maximum: MAXIMUM_PAGES, shared: true });
}

/** Hands out pieces of a shared memory and takes them back; the memory grows, it never shrinks. */
export class SharedHeap {
  private readonly holes: Free[] = [];
  private readonly sizes = new Map<number, number>();
  private top: number;

  /** @param bottom what lies below stays alone */
  constructor(
    private readonly memory: WebAssembly.Memory,
    bottom: number,
  ) {
    this.top = bottom;
  }

  /** Bytes that are handed out. */
  get used(): number {
    return [...this.sizes.values()].reduce((sum, bytes) => sum + bytes, 0);
  }

  /**
   * @returns a pointer
   * @throws QuadrantError "unavailable" when the memory cannot grow that far
   */
  allocate(wanted: number): number {
    const bytes = padded(Math.max(1, wanted), ALIGNMENT);
    const hole = this.holes.find((free) => free.bytes >= bytes);
    const at = hole?.at ?? this.top;
    if (hole === undefined) this.extend(bytes);
    else {
      hole.at += bytes;
      hole.bytes -= bytes;
      if (hole.bytes === 0) this.holes.splice(this.holes.indexOf(hole), 1);
    }
    this.sizes.set(at, bytes);
    return at;
  }

  free(at: number): void {
    const bytes = this.sizes.get(at);
    if (bytes === undefined) return;
    this.sizes.delete(at);
    this.holes.push({ at, bytes });
    this.holes.sort((a, b) => a.at - b.at);
    for (let i = this.holes.length - 1; i > 0; i--) {
      const [left, right] = [this.holes[i - 1]!, this.holes[i]!];
      if (left.at + left.bytes !== right.at) continue;
      left.bytes += right.bytes;
      this.holes.splice(i, 1);
    }
    const last = this.holes.at(-1);
    if (last !== undefined && last.at + last.bytes === this.top) {
      this.top = last.at;
      this.holes.pop();
    }
  }

  private extend(bytes: number): void {
    const missing = this.top + bytes - this.memory.buffer.byteLength;
    try {
      if (missing > 0) this.memory.grow(Math.ceil(missing / PAGE));
    } catch (cause) {
      const gigabytes = ((this.top + bytes) / 2 ** 30).toFixed(1);
      throw new QuadrantError("unavailable", `a layer needs ${gigabytes} GiB: ${messageOf(cause)}`, {
        remedy: "Use smaller batches, fewer steps or fewer units; 4 GiB is the most there can be.",
        cause,
      });
    }
    this.top += bytes;
  }
}
