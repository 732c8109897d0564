import { CheckedSignal, type Signal } from "../spectrum/spectrum";
import { lowerRate } from "./lower-rate";

/**
 * A signal to take several constant-Q transforms of: its lower rates are made for the first and kept. The samples must not
 * change.
 */
export class SharedSignal extends CheckedSignal {
  private readonly lowered = new Map<string, Float32Array>();

  /** The same signal, or what is common to all of them anew. */
  static of(input: Signal): SharedSignal {
    return input instanceof SharedSignal ? input : new SharedSignal(input);
  }

  /**
   * The samples after halving the rate so many times, the first `early` times in one step, as librosa does: what a low
   * pass rings beyond the ends is cut off after each.
   */
  halved(halvings: number, early: number): Float32Array {
    if (halvings === 0) return this.y;
    const key = `${halvings} ${early}`;
    const known = this.lowered.get(key);
    if (known !== undefined) return known;
    const samples = halvings === early ? lowerRate(this.y, 2 ** early) : lowerRate(this.halved(halvings - 1, early), 2);
    this.lowered.set(key, samples);
    return samples;
  }
}
