/** Samples of every channel, of which some are meant. */
interface Block {
  readonly channels: readonly Float32Array[];
  readonly from: number;
  readonly to: number;
}

/** Writes the means of the channels, times `gain`, into `out` from `at` on. */
export function mixDown({ channels, from, to }: Block, gain: number, out: Float32Array, at: number): void {
  const factor = gain / channels.length;
  const [left, right] = channels;
  if (left !== undefined && channels.length === 1) {
    for (let i = from; i < to; i++) out[at++] = left[i]! * factor;
  } else if (left !== undefined && right !== undefined && channels.length === 2) {
    for (let i = from; i < to; i++) out[at++] = (left[i]! + right[i]!) * factor;
  } else {
    for (let i = from; i < to; i++) {
      let sum = 0;
      for (const channel of channels) sum += channel[i]!;
      out[at++] = sum * factor;
    }
  }
}
