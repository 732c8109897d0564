/**
 * What is to be done, as numbers of 32 bits in shared memory: ../../convolution/job.ts writes them in this order. Pointers
 * and strides are in bytes, sizes in values. Arrays are float32, (batch, rows, columns, channels), row-major.
 */
export const OPERATION: i32 = 0;
export const BATCH: i32 = 1;
/** Of the array that windows slide over. */
export const ROWS: i32 = 2;
export const COLUMNS: i32 = 3;
export const CHANNELS: i32 = 4;
/** Places of the window, and what is computed at each: a multiple of sixteen. */
export const PLACES_DOWN: i32 = 5;
export const PLACES_ACROSS: i32 = 6;
export const WIDTH: i32 = 7;
export const KERNEL_ROWS: i32 = 8;
export const KERNEL_COLUMNS: i32 = 9;
export const STRIDE_DOWN: i32 = 10;
export const STRIDE_ACROSS: i32 = 11;
export const DILATION_DOWN: i32 = 12;
export const DILATION_ACROSS: i32 = 13;
/** Rows and columns of zeros before the first. */
export const TOP: i32 = 14;
export const LEFT: i32 = 15;
/** Places that are worked on at a time, and how many such bands there are. */
export const BAND_DOWN: i32 = 16;
export const BAND_ACROSS: i32 = 17;
export const BANDS_DOWN: i32 = 18;
export const BANDS_ACROSS: i32 = 19;
export const INPUT: i32 = 20;
/** As the input lies: values of the input count where this is above 0. No pointer where all count. */
export const GATE: i32 = 21;
/** Panels of sixteen columns: for each position of the sum, sixteen values. */
export const PACKED: i32 = 22;
/** `WIDTH` values. */
export const BIAS: i32 = 23;
/** Whether results below 0 become 0. */
export const RECTIFY: i32 = 24;
export const OUTPUT: i32 = 25;
/**
 * The results of a place are a patch of so many rows and columns of the output: one by one, unless this is the way back
 * through strides.
 */
export const PATCH_DOWN: i32 = 26;
export const PATCH_ACROSS: i32 = 27;
/** Of the output; patches begin so far above and left of it. */
export const OUT_ROWS: i32 = 28;
export const OUT_COLUMNS: i32 = 29;
export const OUT_CHANNELS: i32 = 30;
export const CROP_TOP: i32 = 31;
export const CROP_LEFT: i32 = 32;
/** Of each worker. */
export const SCRATCH: i32 = 33;
export const SCRATCH_STRIDE: i32 = 34;
/** Where in the scratch: the window's positions, one place after another; results; the output's gradient in panels. */
export const EXPANDED: i32 = 35;
export const RESULTS: i32 = 36;
export const PANELS: i32 = 37;
/** Whether the positions of a window are copied side by side first, because they lie in pieces too short to sum well. */
export const EXPAND: i32 = 38;
/** Sums of so many samples each. */
export const SUMS: i32 = 39;
export const SUMS_STRIDE: i32 = 40;
export const SAMPLES: i32 = 41;
export const OUTPUT_GRADIENT: i32 = 42;
/** What the gradient of the output is gated by: the output, where it was rectified. */
export const OUTPUT_GATE: i32 = 43;
/** Of pooling: where windows begin and end, see pooling.ts, what came out, and whether no value is in two windows. */
export const BOUNDS: i32 = 44;
export const RESULT: i32 = 45;
export const DISJOINT: i32 = 46;
/** Of what works on lines of `CHANNELS` values, `BAND_DOWN` of them an item: how many, and tables of a value a channel. Of tiles: their weights. */
export const LINES: i32 = 47;
export const TABLES: i32 = 48;
export const TABLES_STRIDE: i32 = 49;
/** Of copies between lines of different width, in values: the first that is read and written. */
export const FROM: i32 = 50;
export const FROM_WIDTH: i32 = 51;
export const TO: i32 = 52;
export const TO_WIDTH: i32 = 53;
/** From the windows of a sample to those of the next; 0 where all have the same. */
export const BOUNDS_STRIDE: i32 = 54;
/** Panels of sums that an item works on, how many items share its samples, and how many sums of all samples there are. */
export const ITEM_PANELS: i32 = 55;
export const ITEM_GROUPS: i32 = 56;
export const PARTS: i32 = 57;
/** Of a window: values of a piece lie side by side. */
export const PIECES: i32 = 58;
