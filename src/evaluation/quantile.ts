/**
 * The value below which a share of the numbers lies, interpolated between neighbours (type 7 of Hyndman and Fan 1996), as
 * numpy.quantile does by default.
 *
 * @param sorted ascending, at least one
 * @param share 0 to 1
 */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const low = sorted[below]!;
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!;
  const part = place - below;
  // From the nearer end, so that rounding keeps the result between the neighbours.
  return part < 0.5 ? low + part * (high - low) : high - (1 - part) * (high - low);
}
