import { padded } from "../padded";
import { type JobFields, PANEL, type Sliding, TILE } from "./job";

/** Channels and filters from which on a transform costs less than it saves. */
const LEAST_CHANNELS = 32;
/** Values of a tile. */
const VALUES = 16;
/** Values of a band, so that they stay in the processor's cache. */
const MOST_VALUES = 131_072;

/** How windows slide as tiles of two by two, see ../assembly/convolution/winograd.ts. */
export interface Tiling {
  readonly fields: JobFields;
  readonly bands: number;
  /** Bytes. */
  readonly scratch: number;
  /** Values of the transformed weights. */
  readonly weights: number;
}

/** Undefined for windows that tiles are not for, and where there is little to sum. */
export function tilingOf({ fields }: Sliding, gated: boolean): Tiling | undefined {
  const { channels, width, outChannels, placesDown, placesAcross } = fields as Record<keyof JobFields, number>;
  const { kernelRows, kernelColumns, strideDown, strideAcross, dilationDown, dilationAcross } = fields;
  const { patchDown, patchAcross } = fields;
  const steps = [strideDown, strideAcross, dilationDown, dilationAcross, patchDown, patchAcross];
  const isKnown = kernelRows === 3 && kernelColumns === 3 && steps.every((step) => step === 1) && !gated;
  const isWorthIt = width === outChannels && channels % 4 === 0 && Math.min(channels, width) >= LEAST_CHANNELS;
  if (!isKnown || !isWorthIt) return undefined;
  const tiles = Math.ceil(placesDown / 2) * Math.ceil(placesAcross / 2);
  const most = padded(Math.ceil(MOST_VALUES / VALUES / (channels + width)), TILE);
  const bandAcross = Math.min(padded(tiles, TILE), most);
  const bandsAcross = Math.ceil(tiles / bandAcross);
  // Each value of all tiles begins at another place of the processor's cache, hence the 64 bytes between them.
  const results = VALUES * (4 * bandAcross * channels + 64);
  const panels = results + VALUES * (4 * bandAcross * width + 64);
  // Places of a tile, a spare tile, and zeros.
  const scratch = panels + 64 + 4 * TILE * PANEL + padded(4 * channels, 64);
  const own = { bandAcross, bandsAcross, results, panels };
  return { fields: { ...fields, ...own }, bands: bandsAcross, scratch, weights: VALUES * channels * width };
}
