import type { Tensor } from "@tensorflow/tfjs";
import { QuadrantError } from "../../errors";
import { convolutionKernel } from "../../kernels/convolution";
import { energyShape } from "../../kernels/convolution/plain-energy";
import type { Padding } from "../../kernels/convolution/shape";
import type { TensorFlow } from "../tensorflow";
import { differentiable } from "./differentiable";
import type { Run } from "./extent";
import { tensorStore } from "./tensor-store";

interface EnergyOptions {
  readonly stride: number;
  readonly padding: Padding;
}

/**
 * Energies re^2 + im^2 of (batch, steps, 2 * channels), real parts first, summed under a window of each channel.
 *
 * @param windows (size, channels)
 * @returns (batch, places, channels)
 */
export function energy(
  tf: TensorFlow,
  x: Tensor,
  windows: Tensor,
  { stride, padding }: EnergyOptions,
  { name, threads, withInput, learns }: Run,
): Tensor {
  const [batch, columns, both] = x.shape as [number, number, number];
  const [size, channels] = windows.shape as [number, number];
  if (both !== 2 * channels) {
    throw new QuadrantError("bad-argument", `${name} has ${channels} windows for ${both} real and imaginary parts`);
  }
  const shape = energyShape({ batch, columns, channels, size, stride, padding, name });
  return differentiable(tf, x, [...(withInput ? [x] : []), ...(learns ? [windows] : [])], (region) => {
    const values = windows.dataSync() as Float32Array;
    return {
      region: convolutionKernel().energy(shape, region, values, threads),
      shape: [batch, shape.places, channels],
      needs: [region],
      back: (outputGradient) => {
        const given = { input: region, windows: values, outputGradient };
        const gradient = convolutionKernel().energyBack(shape, given, threads);
        const ofWindows = learns ? [tf.tensor(gradient.windows, windows.shape)] : [];
        if (withInput) return [tensorStore(tf).give(gradient.input, x.shape), ...ofWindows];
        gradient.input.release();
        return ofWindows;
      },
    };
  });
}
