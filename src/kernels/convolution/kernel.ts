import type { GradientSums, Lines, Moments } from "./plain-channels";
import type { EnergyShape } from "./plain-energy";
import type { Pooling } from "./plain-pooling";
import type { ConvolutionShape } from "./shape";
import type { PoolingShape } from "./windows";

/** Values where all threads of a kernel see them, counted by those who hold them. */
export interface Region {
  readonly length: number;
  /** A view; it dies when the last holder lets go. */
  readonly values: Float32Array;
  hold(): Region;
  /** Gives the memory back when nobody holds it any more. */
  release(): void;
}

interface ConvolutionInput {
  readonly input: Region;
  /** (rows, columns, channels, filters), as Keras orders them. */
  readonly weights: Region;
}

/** What was asked for; the regions are the caller's to release. */
export interface ConvolutionGradient {
  readonly input?: Region;
  readonly weights?: Region;
  readonly bias?: Float32Array;
}

/**
 * What convolutional layers compute, in float32, over arrays (batch, rows, columns, channels). Results are regions that
 * the caller releases. Work is shared by `threads`, this one among them; results are the same bits for any number.
 */
export interface ConvolutionKernel {
  /** @throws QuadrantError "unavailable" when 4 GiB do not suffice */
  allocate(length: number): Region;
  /** Bytes of the regions that are held. */
  used(): number;
  /** @param rectify whether what is below 0 becomes 0 */
  convolve(
    shape: ConvolutionShape,
    given: ConvolutionInput & { readonly bias: Float32Array | undefined; readonly rectify: boolean },
    threads: number,
  ): Region;
  /** @param given.output where it was rectified: the result, whose gradient counts where it is above 0 */
  convolveBack(
    shape: ConvolutionShape,
    given: ConvolutionInput & {
      readonly output: Region | undefined;
      readonly outputGradient: Region;
      readonly withInput: boolean;
      /** And the bias. */
      readonly withWeights: boolean;
    },
    threads: number,
  ): ConvolutionGradient;
  pool(shape: PoolingShape, pooling: Pooling, input: Region, threads: number): Region;
  /** @param given.output what `pool` gave */
  poolBack(
    shape: PoolingShape,
    pooling: Pooling,
    given: { readonly input: Region; readonly output: Region; readonly outputGradient: Region },
    threads: number,
  ): Region;
  /** @param windows (size, channels) */
  energy(shape: EnergyShape, input: Region, windows: Float32Array, threads: number): Region;
  energyBack(
    shape: EnergyShape,
    given: { readonly input: Region; readonly windows: Float32Array; readonly outputGradient: Region },
    threads: number,
  ): { readonly input: Region; readonly windows: Float32Array };
  moments(lines: Lines, input: Region, threads: number): Moments;
  gradientSums(
    lines: Lines,
    given: { readonly input: Region; readonly outputGradient: Region; readonly means: Float32Array },
    threads: number,
  ): GradientSums;
  /** (input - mean) * factor + summand, each a value for each channel */
  scale(lines: Lines, input: Region, tables: ScaleTables, threads: number): Region;
  /** outputGradient * factor + (input - mean) * slope + summand */
  scaleBack(
    lines: Lines,
    given: { readonly input: Region; readonly outputGradient: Region },
    tables: ScaleTables & { readonly slopes: Float32Array },
    threads: number,
  ): Region;
  /** What is below 0 becomes 0. */
  rectify(input: Region, threads: number): Region;
  /** The output's gradient where the input, or the output, is above 0. */
  rectifyBack(input: Region, outputGradient: Region, threads: number): Region;
  /** Copies `channels` values of each line. */
  copyChannels(lines: Lines, from: Columns, to: Columns, threads: number): void;
}

interface ScaleTables {
  readonly means: Float32Array;
  readonly factors: Float32Array;
  readonly summands: Float32Array;
}

/** Columns of a region of lines of `width` values, from `first` on. */
interface Columns {
  readonly region: Region;
  readonly width: number;
  readonly first: number;
}
