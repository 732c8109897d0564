/** The smallest multiple of `to` that is not below `count`. */
export function padded(count: number, to: number): number {
  return Math.ceil(count / to) * to;
}
