/**
 * Scales gradients, in place, so that the norm of all of them together is at most `maximum`, as PyTorch's
 * clip_grad_norm_ does.
 *
 * @param maximum Infinity only measures
 * @returns the norm before
 */
export function clipNorm(gradients: readonly Float32Array[], maximum: number): number {
  let squares = 0;
  for (const gradient of gradients) for (const value of gradient) squares += value * value;
  const norm = Math.sqrt(squares);
  const factor = maximum / (norm + 1e-6);
  if (factor < 1) {
    for (const gradient of gradients) for (let i = 0; i < gradient.length; i++) gradient[i]! *= factor;
  }
  return norm;
}
