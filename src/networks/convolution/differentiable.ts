import type { Tensor } from "@tensorflow/tfjs";
import { QuadrantError } from "../../errors";
import type { Region } from "../../kernels/convolution";
import type { TensorFlow } from "../tensorflow";
import { tensorStore } from "./tensor-store";

/** What an operation gives. */
interface Computed {
  readonly region: Region;
  readonly shape: readonly number[];
  /** Regions that the way back reads: it holds them as long as they may be needed. */
  readonly needs: readonly Region[];
  /** The gradient of each input, from that of the output. */
  readonly back: (outputGradient: Region) => readonly Tensor[];
}

/** Gives regions back whose gradient was never asked for. */
const forgotten = new FinalizationRegistry<Needs>((needs) => needs.letGo());

class Needs {
  open = true;

  constructor(private readonly regions: readonly Region[]) {
    for (const region of regions) region.hold();
  }

  letGo(): void {
    if (this.open) for (const region of this.regions) region.release();
    this.open = false;
  }
}

/**
 * An operation of the kernel as one of tf, with its gradient.
 *
 * tf keeps what an operation saves by copying it to its own backend; so the operation holds its regions itself, while tf
 * records for a gradient, until it has been taken.
 *
 * @param x what is read from the store
 * @param inputs whose gradients are wanted; without any there is nothing to go back to
 */
export function differentiable(
  tf: TensorFlow,
  x: Tensor,
  inputs: readonly Tensor[],
  compute: (input: Region) => Computed,
): Tensor {
  const input = tensorStore(tf).take(x);
  try {
    return recorded(tf, inputs, compute(input));
  } finally {
    input.release();
  }
}

/** A tensor of what was computed, with a gradient where tf records for one. */
export function recorded(tf: TensorFlow, inputs: readonly Tensor[], { region, shape, needs, back }: Computed): Tensor {
  const store = tensorStore(tf);
  if (inputs.length === 0 || !tf.engine().isTapeOn()) return store.give(region, shape);
  const held = { needs: new Needs(needs) };
  forgotten.register(held, held.needs);
  const operation = tf.customGrad(() => ({
    value: store.give(region, shape),
    gradFunc: (dy: Tensor) => {
      if (!held.needs.open) {
        throw new QuadrantError("unavailable", "the gradient of a layer was asked for twice", {
          remedy: "Compute the layer again.",
        });
      }
      const outputGradient = store.take(dy);
      try {
        return back(outputGradient) as Tensor[];
      } finally {
        outputGradient.release();
        held.needs.letGo();
      }
    },
  }));
  return operation(...inputs);
}
