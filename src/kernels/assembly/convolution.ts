/**
 * Layers over (batch, rows, columns, channels) and their exact gradients; a sequence is one row. Any thread may take any
 * item of a job, since items share nothing that is written. See convolution/job.ts for what a job is.
 */
import { copyChannels, gradientSums, moments, rectify, scale, scaleBack } from "./convolution/channels";
import { addSums, convolve, pack, weightsBack } from "./convolution/convolve";
import { energy, energyBack } from "./convolution/energy";
import { BAND_DOWN, CHANNELS, INPUT, LINES, OPERATION, OUTPUT, OUTPUT_GRADIENT } from "./convolution/job";
import { pool, poolBack } from "./convolution/pooling";
import { copyGated } from "./convolution/windows";
import { transformWeights, winograd } from "./convolution/winograd";
import { field, pointer } from "./shared/job";

/** In the order of ../convolution/job.ts. */
enum Operation {
  CONVOLVE,
  WEIGHTS_BACK,
  ADD_SUMS,
  LARGEST,
  LARGEST_BACK,
  MEAN,
  MEAN_BACK,
  MOMENTS,
  GRADIENT_SUMS,
  SCALE,
  SCALE_BACK,
  RECTIFY,
  RECTIFY_BACK,
  COPY_CHANNELS,
  ENERGY,
  ENERGY_BACK,
  PACK,
  TRANSFORM_WEIGHTS,
  WINOGRAD,
}

export function work(job: usize, item: i32, worker: i32): void {
  switch (field(job, OPERATION)) {
    case Operation.CONVOLVE: convolve(job, item, worker); break;
    case Operation.WEIGHTS_BACK: weightsBack(job, item, worker); break;
    case Operation.ADD_SUMS: addSums(job, item); break;
    case Operation.LARGEST: pool(job, item, true); break;
    case Operation.LARGEST_BACK: poolBack(job, item, true); break;
    case Operation.MEAN: pool(job, item, false); break;
    case Operation.MEAN_BACK: poolBack(job, item, false); break;
    case Operation.MOMENTS: moments(job, item, worker); break;
    case Operation.GRADIENT_SUMS: gradientSums(job, item); break;
    case Operation.SCALE: scale(job, item); break;
    case Operation.SCALE_BACK: scaleBack(job, item); break;
    case Operation.RECTIFY: rectify(job, item); break;
    case Operation.RECTIFY_BACK: rectifyBack(job, item); break;
    case Operation.COPY_CHANNELS: copyChannels(job, item); break;
    case Operation.ENERGY: energy(job, item); break;
    case Operation.ENERGY_BACK: energyBack(job, item, worker); break;
    case Operation.PACK: pack(job, item); break;
    case Operation.TRANSFORM_WEIGHTS: transformWeights(job, item); break;
    case Operation.WINOGRAD: winograd(job, item, worker); break;
  }
}

/** The gradient of the output, where the input was above 0. */
function rectifyBack(job: usize, item: i32): void {
  const first = item * field(job, BAND_DOWN), end = min(first + field(job, BAND_DOWN), field(job, LINES));
  const channels = field(job, CHANNELS), at = <usize>(first * channels) << 2;
  const count = <usize>((end - first) * channels);
  copyGated(pointer(job, OUTPUT_GRADIENT) + at, pointer(job, INPUT) + at, pointer(job, OUTPUT) + at, count);
}
