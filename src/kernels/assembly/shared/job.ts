/** What is to be done, as numbers of 32 bits in shared memory; a kernel's own job.ts says what stands where. */

// @ts-ignore: decorator
@inline
export function field(job: usize, index: i32): i32 {
  return load<i32>(job + (<usize>index << 2));
}

// @ts-ignore: decorator
@inline
export function pointer(job: usize, index: i32): usize {
  return load<u32>(job + (<usize>index << 2));
}
