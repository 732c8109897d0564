export type Activation = "relu" | "tanh" | "logistic" | "identity";

/** Applies a hidden layer's activation in place. */
export function activate(activation: Activation, values: Float64Array): void {
  if (activation === "relu") {
    for (let i = 0; i < values.length; i++) values[i] = Math.max(values[i]!, 0);
  } else if (activation === "tanh") {
    for (let i = 0; i < values.length; i++) values[i] = Math.tanh(values[i]!);
  } else if (activation === "logistic") logistic(values);
}

/** Multiplies what comes back to a layer by the activation's slope, read off what the layer gave out. */
export function multiplyBySlope(activation: Activation, outputs: Float64Array, delta: Float64Array): void {
  if (activation === "relu") {
    // 1 above 0, without a condition that the processor would foretell wrongly half of the time.
    for (let i = 0; i < delta.length; i++) delta[i]! *= Math.ceil(Math.min(outputs[i]!, 1));
  } else if (activation === "tanh") {
    for (let i = 0; i < delta.length; i++) delta[i]! *= 1 - outputs[i]! * outputs[i]!;
  } else if (activation === "logistic") {
    for (let i = 0; i < delta.length; i++) delta[i]! *= outputs[i]! * (1 - outputs[i]!);
  }
}

/** 1 / (1 + exp(-x)) in place, without overflow. */
export function logistic(values: Float64Array): void {
  for (let i = 0; i < values.length; i++) {
    const x = values[i]!;
    values[i] = x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));
  }
}
