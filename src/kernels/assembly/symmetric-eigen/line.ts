/** Bytes of the 16 values that a row has in a panel. */
export const LINE: usize = 128;
