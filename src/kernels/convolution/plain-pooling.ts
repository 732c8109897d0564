import { type PoolingShape, poolingInputSize, poolingOutputSize } from "./windows";

type Numbers = ArrayLike<number>;
export type Pooling = "largest" | "mean";

/** Visits each value of each window: where it lies, where the window's result does, and how many values the window has. */
function eachValue(
  { batch, input, channels, down, across, acrossOf }: PoolingShape,
  visit: (from: number, to: number, count: number) => void,
): void {
  let to = 0;
  for (let sample = 0; sample < batch; sample++) {
    for (const [top, bottom] of down) {
      for (const [left, right] of acrossOf?.[sample] ?? across) {
        for (let c = 0; c < channels; c++, to++) {
          for (let y = top; y < bottom; y++) {
            for (let x = left; x < right; x++) {
              const from = ((sample * input[0] + y) * input[1] + x) * channels + c;
              visit(from, to, (bottom - top) * (right - left));
            }
          }
        }
      }
    }
  }
}

/** (batch, windows down, windows across, channels), in float64. */
export function plainPool(shape: PoolingShape, pooling: Pooling, input: Numbers): Float64Array {
  const output = new Float64Array(poolingOutputSize(shape)).fill(pooling === "mean" ? 0 : Number.NEGATIVE_INFINITY);
  eachValue(shape, (from, to, count) => {
    if (pooling === "mean") output[to]! += input[from]! / count;
    else output[to] = Math.max(output[to]!, input[from]!);
  });
  return output;
}

/** The gradient of `plainPool`; of equal largest values the first has it. */
export function plainPoolBack(
  shape: PoolingShape,
  pooling: Pooling,
  input: Numbers,
  outputGradient: Numbers,
): Float64Array {
  const gradient = new Float64Array(poolingInputSize(shape));
  const open = plainPool(shape, "largest", input);
  eachValue(shape, (from, to, count) => {
    if (pooling === "mean") gradient[from]! += outputGradient[to]! / count;
    else if (input[from] === open[to]) {
      gradient[from]! += outputGradient[to]!;
      open[to] = Number.NaN;
    }
  });
  return gradient;
}
