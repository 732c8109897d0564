import type { Correction, FoldJob } from "../../kernels/fold-bands";
import type { Segment } from "./decimate";
import { BLOCK_FRAMES, type FilterGroup } from "./filter-bank";
import { type SharedSignal, transform } from "./shared-signal";

/**
 * Responses that are cut off in frequency run on for a while in time, and around the ends of a block: so much of the
 * frames' reach is dropped too. Without it, the first and the last frame of a block are off by 1e-4.
 */
const MARGIN = 0.25;

/** How the blocks of a group lie on its signal. */
interface Blocks {
  readonly count: number;
  /** Frames that a block yields, and frames before them that it does not. */
  readonly kept: number;
  readonly skipped: number;
  /** The sample that block 0 begins with. */
  readonly first: number;
  /** Samples from block to block. */
  readonly distance: number;
}

/**
 * The responses of a group's filters around samples 0, hopLength, 2 hopLength, ... of its signal: (bands, frames).
 *
 * Blocks are transformed, weighted, and transformed back at the rate of the frames (overlap-save).
 *
 * @param errors for each number of halvings, what librosa's signal at that rate has more than this one
 */
export function filterBlocks(
  signal: SharedSignal,
  errors: readonly (readonly Segment[])[],
  group: FilterGroup,
  frames: number,
): FoldJob {
  const { decimations, hopLength, blockLength, bands } = group;
  // As much as the longest frame that a block may be for: so blocks of one length always lie alike, and can be shared.
  const used = ((1 + MARGIN) * blockLength) / (2 * BLOCK_FRAMES);
  const skipped = Math.ceil(used / hopLength);
  const kept = Math.floor((blockLength - used) / hopLength) - skipped + 1;
  const blocks: Blocks = {
    count: Math.ceil(frames / kept),
    kept,
    skipped,
    first: -skipped * hopLength,
    distance: kept * hopLength,
  };
  const { count, first, distance } = blocks;
  return {
    spectra: signal.blocksOf(decimations, { nFft: blockLength, hopLength: distance, frames: count, first }),
    bins: blockLength / 2 + 1,
    bands,
    corrections: correctionsOf(errors, group, blocks),
    size: blockLength / hopLength,
    skipped,
    kept,
    frames,
  };
}

/** Errors lie around the signal's ends; they count in the blocks that they fall into. */
function correctionsOf(
  errors: readonly (readonly Segment[])[],
  { octaves, blockLength }: FilterGroup,
  { count, first, distance }: Blocks,
): Correction[] {
  return octaves.flatMap(({ from, to, halvings, step }) => {
    const points = blockLength / step;
    const window = new Float64Array(points).fill(step);
    return errors[halvings]!.flatMap((error) => {
      const before = (block: number) => (first + block * distance) / step - error.first;
      const touched = Array.from({ length: count }, (_, block) => block).filter((block) => {
        return error.values.length > before(block) && -before(block) < points;
      });
      return touched.map((block) => {
        const framing = { nFft: points, hopLength: points, frames: 1, first: before(block), window };
        return { block, from, to, ...transform(error.values, framing) };
      });
    });
  });
}

/**
 * The frames of which all samples that the filters look at are 0.
 *
 * Rounding errors of the block would stand there instead, and a chroma makes the largest of them 1.
 */
export function silentFrames({ first, values }: Segment, { hopLength, reach }: FilterGroup, frames: number): number[] {
  const around = Math.ceil(reach / hopLength);
  // loud[c]: how many of the stretches before stretch c hold a sample; stretch 0 begins `around` hops before frame 0.
  const loud = new Int32Array(frames + 2 * around + 1);
  for (let c = 0; c + 1 < loud.length; c++) {
    const start = Math.max(0, (c - around) * hopLength - first);
    const end = Math.min(values.length, (c - around + 1) * hopLength - first);
    let i = start;
    while (i < end && values[i] === 0) i++;
    loud[c + 1] = loud[c]! + (i < end ? 1 : 0);
  }
  return Array.from({ length: frames }, (_, t) => t).filter((t) => loud[t + 2 * around] === loud[t]);
}
