/** Below this both parts count as nothing: the smallest normal float32, as librosa.util.tiny. */
const TINY = 2 ** -126;

interface SoftMaskParameters {
  /** What the reference is multiplied with. */
  readonly margin: number;
  /** Above 0; Infinity for a hard mask: whether X is larger. */
  readonly power: number;
  /** What cells get in which both are nothing. */
  readonly share: number;
}

/**
 * X^power / (X^power + (margin reference)^power) of each cell, 0 to 1, without overflow; as librosa.util.softmask 0.11.0.
 */
export function softMask(
  X: Float32Array,
  reference: Float32Array,
  { margin, power, share }: SoftMaskParameters,
): Float32Array {
  const mask = new Float32Array(X.length);
  for (let i = 0; i < X.length; i++) {
    const x = X[i]!;
    const rest = Math.fround(reference[i]! * margin);
    const most = Math.max(x, rest);
    if (power === Number.POSITIVE_INFINITY) mask[i] = x > rest ? 1 : 0;
    else mask[i] = most < TINY ? share : shareOf(x / most, rest / most, power);
  }
  return mask;
}

function shareOf(x: number, rest: number, power: number): number {
  const part = x ** power;
  return part / (part + rest ** power);
}
