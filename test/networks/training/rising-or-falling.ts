import { type LabelledSource, sequencesInMemory } from "../../../src/networks";
import { MT19937 } from "../../../src/random";

export const STEPS = 12;
export const FEATURES = 2;

/** Noise that rises in half of the items and falls in the other half: only the order of time tells them apart. */
export function risingOrFallingData(items: number, seed: number, steps = STEPS) {
  const random = new MT19937(seed);
  const labels = Array.from({ length: items }, (_, item) => item % 2);
  const data = Float32Array.from({ length: items * steps * FEATURES }, (_, i) => {
    const step = Math.floor(i / FEATURES) % steps;
    const direction = labels[Math.floor(i / (FEATURES * steps))] === 1 ? 1 : -1;
    return (direction * (2 * step - steps + 1)) / steps + 0.5 * random.normal();
  });
  return { sequences: { data, shape: [items, steps, FEATURES] as const }, labels };
}

export function risingOrFalling(items: number, seed: number, steps = STEPS): LabelledSource {
  const { sequences, labels } = risingOrFallingData(items, seed, steps);
  return { source: sequencesInMemory(sequences), labels };
}
