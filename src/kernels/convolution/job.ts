import { padded } from "../padded";
import type { ConvolutionShape } from "./shape";

/** In the order of ../assembly/convolution.ts. */
const OPERATIONS = [
  ...(["convolve", "weightsBack", "addSums", "largest", "largestBack", "mean", "meanBack", "moments"] as const),
  ...([
    "gradientSums",
    "scale",
    "scaleBack",
    "rectify",
    "rectifyBack",
    "copyChannels",
    "energy",
    "energyBack",
    "pack",
    "transformWeights",
    "winograd",
  ] as const),
] as const;
export type Operation = (typeof OPERATIONS)[number];

/** In the order of ../assembly/convolution/job.ts. */
const FIELDS = [
  ...["operation", "batch", "rows", "columns", "channels", "placesDown", "placesAcross", "width", "kernelRows"],
  ...["kernelColumns", "strideDown", "strideAcross", "dilationDown", "dilationAcross", "top", "left", "bandDown"],
  ...["bandAcross", "bandsDown", "bandsAcross", "input", "gate", "packed", "bias", "rectify", "output", "patchDown"],
  ...["patchAcross", "outRows", "outColumns", "outChannels", "cropTop", "cropLeft", "scratch", "scratchStride"],
  ...["expanded", "results", "panels", "expand", "sums", "sumsStride", "samples", "outputGradient", "outputGate"],
  ...[
    "bounds",
    "result",
    "disjoint",
    "lines",
    "tables",
    "tablesStride",
    "from",
    "fromWidth",
    "to",
    "toWidth",
    "boundsStride",
    "itemPanels",
    "itemGroups",
    "parts",
    "pieces",
  ],
] as const;

export type JobFields = Partial<Record<(typeof FIELDS)[number], number>>;

/** Writes a job where every thread reads it; what is not given is 0. */
export function writeJob(to: Uint32Array, operation: Operation, fields: JobFields): void {
  const values: JobFields = { ...fields, operation: OPERATIONS.indexOf(operation) };
  FIELDS.forEach((name, i) => {
    to[i] = values[name] ?? 0;
  });
}

/** Columns that are summed side by side. */
export const PANEL = 16;
/** Positions of a window that are. */
export const TILE = 4;

/** Places of a band, and values of the input that it sees, so that both stay in the processor's cache. */
const MOST_PLACES = 512;
const MOST_VALUES = 40_960;
/** Pieces of a window shorter than this are copied side by side. */
const SHORT = 3;
/** Items among which the samples of a gradient are shared out. */
const MOST_ITEMS = 16;
/** Sums of an item. */
const MOST_SUMS = 65_536;

/** How windows slide, and in what bands. */
export interface Sliding {
  readonly fields: JobFields;
  readonly bands: number;
  /** Bytes. */
  readonly scratch: number;
  /** Of the sum. */
  readonly positions: number;
}

interface Geometry {
  readonly batch: number;
  readonly rows: number;
  readonly columns: number;
  readonly channels: number;
  readonly placesDown: number;
  readonly placesAcross: number;
  readonly width: number;
  readonly kernelRows: number;
  readonly kernelColumns: number;
  readonly strideDown: number;
  readonly strideAcross: number;
  readonly dilationDown: number;
  readonly dilationAcross: number;
  readonly top: number;
  readonly left: number;
}

const aligned = (values: number) => padded(4 * values, 64);

/** Windows of the kernel over the input. */
export function forwardSliding(shape: ConvolutionShape): Sliding {
  const { input, channels, filters, output } = shape;
  const out = { patchDown: 1, patchAcross: 1, outRows: output[0], outColumns: output[1], outChannels: filters };
  return sliding({ ...kernelOf(shape), rows: input[0], columns: input[1], channels }, filters, out);
}

function kernelOf(shape: ConvolutionShape) {
  const { batch, kernel, strides, dilations, before, output } = shape;
  return {
    batch,
    placesDown: output[0],
    placesAcross: output[1],
    kernelRows: kernel[0],
    kernelColumns: kernel[1],
    strideDown: strides[0],
    strideAcross: strides[1],
    dilationDown: dilations[0],
    dilationAcross: dilations[1],
    top: before[0],
    left: before[1],
  };
}

/**
 * Windows over the gradient of the output: each gives the gradient of a patch of the input, as large as the strides, from
 * the few places whose windows saw it.
 */
export function inputBackSliding(shape: ConvolutionShape): Sliding {
  const { batch, input, channels, filters, strides, dilations, before, output } = shape;
  const [rows, columns] = backKernel(shape);
  // Patches that lie in the padding altogether are left out.
  const [skippedDown, skippedAcross] = [Math.floor(before[0] / strides[0]), Math.floor(before[1] / strides[1])];
  const [cropTop, cropLeft] = [before[0] % strides[0], before[1] % strides[1]];
  const out = {
    ...{ patchDown: strides[0], patchAcross: strides[1], outRows: input[0], outColumns: input[1] },
    ...{ outChannels: channels, cropTop, cropLeft },
  };
  const geometry = {
    ...{ batch, rows: output[0], columns: output[1], channels: filters, kernelRows: rows, kernelColumns: columns },
    placesDown: Math.ceil((cropTop + input[0]) / strides[0]),
    placesAcross: Math.ceil((cropLeft + input[1]) / strides[1]),
    ...{ strideDown: 1, strideAcross: 1, dilationDown: dilations[0], dilationAcross: dilations[1] },
    top: (rows - 1) * dilations[0] - skippedDown,
    left: (columns - 1) * dilations[1] - skippedAcross,
  };
  return sliding(geometry, strides[0] * strides[1] * channels, out);
}

/** Rows and columns of places whose windows see the same patch. */
export function backKernel({ kernel, strides }: ConvolutionShape): [number, number] {
  return [Math.ceil(kernel[0] / strides[0]), Math.ceil(kernel[1] / strides[1])];
}

function sliding(geometry: Omit<Geometry, "width">, results: number, out: JobFields): Sliding {
  const { placesDown, placesAcross, kernelRows, kernelColumns, channels } = geometry;
  const { strideDown, strideAcross, dilationDown, dilationAcross } = geometry;
  const width = padded(results, PANEL);
  const rowsFor = (places: number) => (places - 1) * strideDown + (kernelRows - 1) * dilationDown + 1;
  const columnsFor = (places: number) => (places - 1) * strideAcross + (kernelColumns - 1) * dilationAcross + 1;
  const fits = (down: number, across: number) =>
    down * across <= MOST_PLACES && rowsFor(down) * columnsFor(across) * channels <= MOST_VALUES;
  let bandsAcross = 1;
  const acrossFor = (bands: number) => padded(Math.ceil(placesAcross / bands), bands > 1 ? TILE : 1);
  while (acrossFor(bandsAcross) > TILE && !fits(1, acrossFor(bandsAcross))) bandsAcross++;
  const bandAcross = acrossFor(bandsAcross);
  let bandDown = 1;
  while (bandDown < placesDown && fits(bandDown + 1, bandAcross)) bandDown++;
  bandsAcross = Math.ceil(placesAcross / bandAcross);
  const bandsDown = Math.ceil(placesDown / bandDown);
  const piece = (dilationAcross === 1 ? kernelColumns : 1) * channels;
  const positions = kernelRows * kernelColumns * channels;
  const expand = piece < SHORT && piece < positions;
  // A tile reads so far beyond the last place.
  const beyond = (step: number) => (TILE - 1) * step + TILE;
  const window = aligned(rowsFor(bandDown) * columnsFor(bandAcross) * channels + beyond(strideAcross * channels));
  const expandedSize = expand ? aligned(bandDown * bandAcross * positions + beyond(positions)) : 0;
  const spare = 4 * TILE * PANEL;
  const results32 = aligned(bandDown * bandAcross * width);
  const fields = {
    ...{ ...geometry, ...out, width, bandDown, bandAcross, bandsDown, bandsAcross },
    ...{ expand: Number(expand), expanded: window, pieces: expand ? 1 : positions / piece },
    results: window + expandedSize + spare,
    panels: window + expandedSize + spare,
  };
  return {
    fields,
    bands: bandsDown * bandsAcross,
    scratch: fields.results + results32,
    positions,
  };
}

export const panelsOf = ({ fields }: Sliding) => fields.width! / PANEL;

/** How sums over places are shared out. */
interface Shares {
  /** Sums of all weights and biases, how many such parts there are, and where the biases begin. */
  readonly length: number;
  readonly parts: number;
  readonly biasAt: number;
  readonly items: number;
  readonly fields: JobFields;
}

/** By the shape alone, so that sums run in the same order whoever computes them. */
export function shareSums({ batch }: ConvolutionShape, sliding: Sliding): Shares {
  const { pieces, width } = sliding.fields as { pieces: number; width: number };
  const panels = panelsOf(sliding);
  const biasAt = pieces * padded(sliding.positions / pieces, TILE) * width;
  const itemPanels = Math.ceil(panels / Math.ceil(biasAt / MOST_SUMS));
  const itemGroups = Math.ceil(panels / itemPanels);
  const samples = Math.ceil(batch / Math.max(1, Math.floor(MOST_ITEMS / itemGroups)));
  const parts = Math.ceil(batch / samples);
  const fields = { samples, parts, itemPanels, itemGroups };
  return { length: padded(biasAt + width, PANEL), parts, biasAt, items: parts * itemGroups, fields };
}
