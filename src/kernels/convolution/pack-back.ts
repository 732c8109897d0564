import { backKernel, PANEL } from "./job";
import type { ConvolutionShape } from "./shape";

/** Weights for windows over the gradient of the output: see `inputBackSliding`. */
export function packBack(shape: ConvolutionShape, weights: Float32Array, into: Float32Array): void {
  const { kernel, channels, filters, strides } = shape;
  const [rows, columns] = backKernel(shape);
  const positions = rows * columns * filters;
  into.fill(0);
  for (let i = 0; i < kernel[0]; i++) {
    for (let j = 0; j < kernel[1]; j++) {
      // The last place that sees a patch sees it through the first rows and columns of the kernel.
      const row = rows - 1 - Math.floor(i / strides[0]);
      const column = columns - 1 - Math.floor(j / strides[1]);
      const first = (row * columns + column) * filters;
      const phase = (i % strides[0]) * strides[1] + (j % strides[1]);
      for (let c = 0; c < channels; c++) {
        const from = ((i * kernel[1] + j) * channels + c) * filters;
        for (let f = 0; f < filters; f++) {
          into[placeOf(first + f, phase * channels + c, positions)] = weights[from + f]!;
        }
      }
    }
  }
}

function placeOf(position: number, column: number, positions: number): number {
  return ((column - (column % PANEL)) * positions + position * PANEL + (column % PANEL)) | 0;
}
