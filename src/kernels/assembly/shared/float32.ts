// @ts-ignore: decorator
@inline
export function madd(a: v128, b: v128, sum: v128): v128 {
  return f32x4.relaxed_madd(a, b, sum);
}
