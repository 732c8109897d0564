/** Writes the mean of the first `count` samples of all channels, times `gain`, into `mono`. */
export function mixDown(channels: readonly Float32Array[], count: number, mono: Float32Array, gain = 1): void {
  const factor = gain / channels.length;
  const [left, right] = channels;
  if (left !== undefined && channels.length === 1) {
    for (let i = 0; i < count; i++) mono[i] = left[i]! * factor;
  } else if (left !== undefined && right !== undefined && channels.length === 2) {
    for (let i = 0; i < count; i++) mono[i] = (left[i]! + right[i]!) * factor;
  } else {
    for (let i = 0; i < count; i++) {
      let sum = 0;
      for (const channel of channels) sum += channel[i]!;
      mono[i] = sum * factor;
    }
  }
}
