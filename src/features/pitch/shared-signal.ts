import { type Bins, type Framing, stftFrames } from "../../kernels/stft-frames";
import { AnyRealFft } from "../rhythm/any-real-fft";
import { checkSamples, type Signal } from "../spectrum/spectrum";
import { edgeErrors } from "./cut-edges";
import { decimate, type Segment } from "./decimate";

/** So many values of blocks are kept for the next transform, those of two minutes; longer signals' are made again. */
const KEPT_VALUES = 2 ** 23;

/**
 * A signal to take several constant-Q transforms of: what they have in common, most of the work before the filters, is
 * done for the first and kept. The samples must not change.
 */
export class SharedSignal implements Signal {
  readonly y: Float32Array;
  readonly sr: number;
  private readonly decimated: Segment[];
  private readonly errors = new Map<string, readonly (readonly Segment[])[]>();
  private readonly blocks = new Map<string, Bins>();

  /** @throws QuadrantError "bad-argument" for empty or non-finite samples */
  constructor({ y, sr = 22_050 }: Signal) {
    this.y = checkSamples(y);
    this.sr = sr;
    this.decimated = [{ first: 0, values: y }];
  }

  /** The same signal, or what is common to all of them anew. */
  static of(input: Signal): SharedSignal {
    return input instanceof SharedSignal ? input : new SharedSignal(input);
  }

  /** The samples at a rate that was divided by DECIMATION so many times. */
  decimatedBy(decimations: number): Segment {
    for (let done = this.decimated.length; done <= decimations; done++) {
      this.decimated.push(decimate(this.decimated[done - 1]!));
    }
    return this.decimated[decimations]!;
  }

  /** What `edgeErrors` gives for the samples. */
  errorsAt(halvings: number, early: number): readonly (readonly Segment[])[] {
    const key = `${halvings} ${early}`;
    const errors = this.errors.get(key) ?? edgeErrors(this.y, halvings, early);
    this.errors.set(key, errors);
    return errors;
  }

  /** Transforms of blocks of the decimated samples, as they are; the framing counts from their index 0. */
  blocksOf(decimations: number, { nFft, hopLength, frames, first }: Omit<Framing, "window">): Bins {
    const key = `${decimations} ${nFft} ${hopLength} ${frames} ${first}`;
    const known = this.blocks.get(key);
    if (known !== undefined) return known;
    const { first: start, values } = this.decimatedBy(decimations);
    const window = new Float64Array(nFft).fill(1);
    const bins = transform(values, { nFft, hopLength, frames, first: first - start, window });
    if (frames * nFft <= KEPT_VALUES) this.blocks.set(key, bins);
    return bins;
  }
}

/** Transforms of frames of any even length: those of blocks are a power of two times the hop length, which may be anything. */
export function transform(values: Float32Array, framing: Framing): Bins {
  const { nFft, hopLength, frames, first, window } = framing;
  if ((nFft & (nFft - 1)) === 0) return stftFrames().bins(values, framing);
  const size = nFft / 2 + 1;
  const bins = { re: new Float32Array(frames * size), im: new Float32Array(frames * size) };
  const fft = new AnyRealFft(window);
  for (let t = 0; t < frames; t++) {
    fft.transform(values, first + t * hopLength);
    bins.re.set(fft.re, t * size);
    bins.im.set(fft.im, t * size);
  }
  return bins;
}
