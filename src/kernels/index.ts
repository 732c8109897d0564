/**
 * Computations that exist twice: compiled from AssemblyScript (assembly/NAME.ts, to NAME.wasm by `npm run build`), and in
 * plain TypeScript, which is the reference and the fallback. One kernel a file; each thread loads, checks and picks for
 * itself when it first needs one. QUADRANT_KERNELS=plain does without them.
 *
 * - stft-frames (assembly/fft.ts): transforms of many frames and their inverse, for any power of two from 16 on
 * - frame-filters: sums of some bins of many frames, as constant-Q transforms need
 * - filter-bank: weighted sums of bins: mel bands, pitch classes
 * - spectral-shapes: moments, powers and their logarithms, rolloff
 * - local-maxima: peaks of frames
 * - band-extremes: the largest and smallest values of bands
 * - decibels: ten times the logarithm
 * - stretch-sums: squares and changes of sign of samples
 * - overlap-save: filters of hundreds of taps, by transforms that are exact enough for sound (float32)
 *
 * - matrix-product, four-columns: products of matrices, and of one that is kept with few columns
 * - symmetric-eigen: eigenvalues and vectors
 * - triangular: Cholesky's factor and its systems
 *
 * - convolution: windows over sequences and pictures, pooling and their gradients, shared by threads
 * - recurrent: layers of simple, LSTM and GRU cells and their gradient through time, shared by threads
 *
 * A new one needs a source in assembly, a module beside this one with `defineKernel`, and a line here. Memory is laid out
 * anew by each call (kernel-memory.ts) and grows to the largest call; what could be long goes through it in blocks.
 */
export { type KernelState, kernelState } from "./define-kernel";
export { type Bins, type Framing, type StftFrames, stftFrames } from "./stft-frames";
