/** Below this both parts count as nothing: the smallest normal float32, as librosa.util.tiny. */
const TINY = 2 ** -126;

/**
 * X^power / (X^power + reference^power), elementwise, without overflow: 0 to 1; as librosa.util.softmask 0.11.0.
 *
 * @param power above 0; Infinity for a hard mask: whether X is larger
 * @param share what both being nothing gives: 0.5 to split it, or 0
 */
export function softMask(X: Float32Array, reference: Float32Array, margin: number, power: number, share: number) {
  return X.map((x, i) => maskOf(x, Math.fround(reference[i]! * margin), power, share));
}

function maskOf(x: number, reference: number, power: number, share: number): number {
  if (power === Number.POSITIVE_INFINITY) return x > reference ? 1 : 0;
  const most = Math.max(x, reference);
  if (most < TINY) return share;
  const part = power === 2 ? (x / most) ** 2 : (x / most) ** power;
  const rest = power === 2 ? (reference / most) ** 2 : (reference / most) ** power;
  return part / (part + rest);
}
