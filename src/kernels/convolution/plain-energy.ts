import { type Padding, slide } from "./shape";

type Numbers = ArrayLike<number>;

/** Sequences (batch, columns, 2 * channels) of complex values: real parts of all channels, then imaginary ones. */
export interface EnergyShape {
  readonly batch: number;
  readonly columns: number;
  readonly channels: number;
  /** Of the window, and how far it moves. */
  readonly size: number;
  readonly stride: number;
  /** Zeros before the first column. */
  readonly before: number;
  readonly places: number;
}

/** @throws QuadrantError "bad-argument" where a "valid" window does not fit */
export function energyShape(
  options: Omit<EnergyShape, "before" | "places"> & { readonly padding: Padding; readonly name: string },
): EnergyShape {
  const { padding, name, ...shape } = options;
  return { ...shape, ...slide(shape.columns, shape.size, shape.stride, padding, name) };
}

function eachColumn(
  { batch, columns, size, stride, before, places }: EnergyShape,
  visit: (column: number, k: number, place: number) => void,
): void {
  for (let sample = 0; sample < batch; sample++) {
    for (let place = 0; place < places; place++) {
      for (let k = 0; k < size; k++) {
        const column = place * stride - before + k;
        if (column >= 0 && column < columns) visit(sample * columns + column, k, sample * places + place);
      }
    }
  }
}

/** Energies under windows (size, channels): (batch, places, channels), in float64. */
export function plainEnergy(shape: EnergyShape, input: Numbers, windows: Numbers): Float64Array {
  const { batch, channels, places } = shape;
  const output = new Float64Array(batch * places * channels);
  eachColumn(shape, (column, k, place) => {
    for (let c = 0; c < channels; c++) {
      const at = 2 * column * channels + c;
      output[place * channels + c]! += (input[at]! ** 2 + input[at + channels]! ** 2) * windows[k * channels + c]!;
    }
  });
  return output;
}

/** The gradient of `plainEnergy`. */
export function plainEnergyBack(
  shape: EnergyShape,
  input: Numbers,
  windows: Numbers,
  outputGradient: Numbers,
): { readonly input: Float64Array; readonly windows: Float64Array } {
  const { batch, channels, columns, size } = shape;
  const gradient = {
    input: new Float64Array(2 * batch * columns * channels),
    windows: new Float64Array(size * channels),
  };
  eachColumn(shape, (column, k, place) => {
    for (let c = 0; c < channels; c++) {
      const through = outputGradient[place * channels + c]!;
      const [real, imaginary] = [2 * column * channels + c, (2 * column + 1) * channels + c];
      gradient.windows[k * channels + c]! += (input[real]! ** 2 + input[imaginary]! ** 2) * through;
      gradient.input[real]! += 2 * input[real]! * windows[k * channels + c]! * through;
      gradient.input[imaginary]! += 2 * input[imaginary]! * windows[k * channels + c]! * through;
    }
  });
  return gradient;
}
