/**
 * What is to be done, as numbers of 32 bits in shared memory: ../../recurrent/job.ts writes them in this order. Pointers
 * and strides are in bytes. "Padded" is rounded up to eight.
 */
export const KIND: i32 = 0;
/** Whether two panels make a tile: for V8 that joins vectors of 128 bits to such of 256. */
export const WIDE: i32 = 1;
export const FEATURES: i32 = 2;
export const UNITS: i32 = 3;
export const STEPS: i32 = 4;
export const BATCH: i32 = 5;
/** Samples of a block: one, or a multiple of four. */
export const ROWS: i32 = 6;
export const BLOCKS: i32 = 7;
/** Steps that are worked on at a time, a multiple of four. */
export const STRETCH: i32 = 8;
/** Whether the first direction reads time backwards; a second one always does. */
export const BACKWARDS: i32 = 9;
export const DIRECTIONS: i32 = 10;
/** Whether every state is given out, or the last only. */
export const SEQUENCES: i32 = 11;
/** Whether the outputs stand in the order in which they were computed, rather than that of time. */
export const COMPUTED_ORDER: i32 = 12;
/** (batch, steps, features). */
export const INPUT: i32 = 13;
/** Bytes (batch, steps), 0 for frames that do not count; no pointer where all count. */
export const MASK: i32 = 14;
/** (batch, steps, directions * units), or without sequences (batch, directions * units); its gradient alike. */
export const OUTPUT: i32 = 15;
export const OUTPUT_GRADIENT: i32 = 16;
/** (directions, batch, steps, features); no pointer where nobody asks. */
export const INPUT_GRADIENT: i32 = 17;
/** Of each direction: kernel, recurrent kernel and bias in Keras' order; their gradients alike. */
export const WEIGHTS: i32 = 18;
export const WEIGHTS_STRIDE: i32 = 19;
export const GRADIENTS: i32 = 20;
/** Of each direction: the weights in panels. */
export const PACKED: i32 = 21;
export const PACKED_STRIDE: i32 = 22;
/** Of each item, that is block of a direction: states of all steps, and sums of the gradient. */
export const STATES: i32 = 23;
export const STATES_STRIDE: i32 = 24;
export const SUMS: i32 = 25;
export const SUMS_STRIDE: i32 = 26;
/** Of each worker. */
export const SCRATCH: i32 = 27;
export const SCRATCH_STRIDE: i32 = 28;
/** (directions, states of the cell, batch, units); no pointer where all start from 0. */
export const INITIAL: i32 = 29;

export const TANH: i32 = 0;
export const RELU: i32 = 1;
export const LSTM: i32 = 2;
export const GRU: i32 = 3;
/** Keras' default and PyTorch's: the reset gate works on the product with the state. */
export const GRU_RESET_AFTER: i32 = 4;

// @ts-ignore: decorator
@inline
export function padded(count: i32): i32 {
  return (count + 7) & ~7;
}

// @ts-ignore: decorator
@inline
export function gatesOf(kind: i32): i32 {
  return kind <= RELU ? 1 : kind == LSTM ? 4 : 3;
}
