/**
 * Convolutions over (batch, rows, columns, channels) and their exact gradients; a sequence is one row. Any thread may take
 * any item of a job, since items share nothing that is written. See convolution/job.ts for what a job is.
 */
import { addSums, convolve, weightsBack } from "./convolution/convolve";
import { field, OPERATION } from "./convolution/job";

const CONVOLVE: i32 = 0;
const WEIGHTS_BACK: i32 = 1;
const ADD_SUMS: i32 = 2;

export function work(job: usize, item: i32, worker: i32): void {
  const operation = field(job, OPERATION);
  if (operation == CONVOLVE) convolve(job, item, worker);
  else if (operation == WEIGHTS_BACK) weightsBack(job, item, worker);
  else if (operation == ADD_SUMS) addSums(job);
}
