/** Vectors of float64, in the lanes of two. Pointers are in bytes. */

// @ts-ignore: decorator
@inline
export function at(array: usize, i: usize): f64 {
  return load<f64>(array + (i << 3));
}

// @ts-ignore: decorator
@inline
export function put(array: usize, i: usize, value: f64): void {
  store<f64>(array + (i << 3), value);
}

// @ts-ignore: decorator
@inline
export function madd(a: v128, b: v128, sum: v128): v128 {
  return f64x2.relaxed_madd(a, b, sum);
}

/** sum - a b. */
// @ts-ignore: decorator
@inline
export function less(a: v128, b: v128, sum: v128): v128 {
  return f64x2.relaxed_nmadd(a, b, sum);
}

// @ts-ignore: decorator
@inline
export function total(a: v128, b: v128): f64 {
  const sum = f64x2.add(a, b);
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}
