import { RealFft } from "../features";

/** Points of a transform, at least: shorter ones cost more for each sample. */
const LEAST_POINTS = 4096;

/**
 * The first `y.length` values of the convolution of samples with an impulse response: what is heard until the music ends.
 * By overlap-add: blocks are transformed, multiplied and summed up where they overlap.
 */
export function convolve(y: Float32Array, response: Float64Array): Float64Array {
  let points = LEAST_POINTS;
  while (points < 2 * response.length) points *= 2;
  const hop = points - response.length + 1;
  const fft = new RealFft(points);
  const part = (length: number) => new Float64Array(points).fill(1, 0, length);
  fft.transform(response, 0, part(response.length));
  const [re, im] = [fft.re.slice(), fft.im.slice()];
  const window = part(hop);
  const [productRe, productIm, block] = [new Float64Array(re.length), new Float64Array(re.length), part(0)];
  const out = new Float64Array(y.length);
  for (let start = 0; start < y.length; start += hop) {
    fft.transform(y, start, window);
    for (let k = 0; k < re.length; k++) {
      productRe[k] = fft.re[k]! * re[k]! - fft.im[k]! * im[k]!;
      productIm[k] = fft.re[k]! * im[k]! + fft.im[k]! * re[k]!;
    }
    fft.inverse(productRe, productIm, 0, block);
    const end = Math.min(points, y.length - start);
    for (let n = 0; n < end; n++) out[start + n]! += block[n]!;
  }
  return out;
}
