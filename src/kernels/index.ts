export { type KernelState, kernelState } from "./define-kernel";
export { type Bins, type Framing, type StftFrames, stftFrames } from "./stft-frames";
