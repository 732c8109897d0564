import type { Tensor } from "@tensorflow/tfjs";
import { QuadrantError } from "../errors";
import { type RecurrentPass, type RecurrentStart, recurrentLayers } from "../kernels/recurrent";
import { directionsOf, gatesOf, initialSize, type RecurrentShape, weightSizes } from "../kernels/recurrent/shape";
import { framesOf } from "./frame-buffer";
import type { RecurrentPlan } from "./recurrent-plan";
import type { TensorFlow } from "./tensorflow";

/** Gives the memory of layers back that nobody disposed of. */
const forgotten = new FinalizationRegistry<Held>((held) => held.pass?.close());

interface Held {
  pass: RecurrentPass | undefined;
  /** Of the last forward pass whose gradient may still be taken. */
  call: number;
}

/** Computes one recurrent layer of tf, and its gradient, with the kernel. */
export class RecurrentEngine {
  private readonly held: Held = { pass: undefined, call: 0 };
  private calls = 0;

  constructor(
    private readonly tf: TensorFlow,
    private readonly threads: number,
  ) {
    forgotten.register(this, this.held);
  }

  /**
   * @param x (batch, steps, features)
   * @param mask (batch, steps), 0 for frames at which a sample keeps its state
   * @param withInput whether the gradient goes on to `x`
   * @param initial gives so many values to start from: (directions, states of the cell, batch, units)
   * @returns (batch, units), or (batch, steps, units) for sequences
   */
  compute(
    plan: RecurrentPlan,
    x: Tensor,
    mask: Tensor | undefined,
    withInput: boolean,
    initial?: (length: number) => Float32Array,
  ): Tensor {
    const { tf } = this;
    const shape = shapeOf(plan, x);
    if (mask != null && (mask.shape[0] !== shape.batch || mask.shape[1] !== shape.steps || mask.rank !== 2)) {
      const wanted = `(${shape.batch}, ${shape.steps})`;
      throw new QuadrantError("bad-argument", `${plan.layer} got a mask of (${mask.shape.join(", ")}), not ${wanted}`);
    }
    return tf.tidy(() => {
      const weights = plan.weights();
      const silent = mask == null ? undefined : Uint8Array.from(mask.dataSync());
      // What lies in shared memory stays there; other tensors are kept until the gradient is known.
      const frames = framesOf(x);
      const start = { frames, initial: initial?.(initialSize(shape)) };
      let call = this.forward(plan, shape, x, weights, silent, start);
      const output = tf.tensor(this.output.slice(), outputShape(shape));
      const operation = tf.customGrad((...inputs) => {
        const save = inputs.pop() as unknown as (tensors: Tensor[]) => void;
        save(frames === undefined ? [...weights, x] : [...weights]);
        return {
          value: output,
          gradFunc: (dy: Tensor, saved: Tensor[]) => {
            // Another batch may have gone through the layer since.
            if (this.held.call !== call) {
              const [same, [again = x]] = [saved.slice(0, weights.length), saved.slice(weights.length)];
              call = this.forward(plan, shape, again, same, silent, start);
            }
            this.held.call = 0;
            const gradient = this.held.pass!.backward(dy.dataSync() as Float32Array, withInput);
            const ofWeights = splitWeights(gradient.weights, shape, plan, weights).map((values, i) =>
              tf.tensor(values, weights[i]!.shape),
            );
            return withInput ? [tf.tensor(gradient.input, x.shape), ...ofWeights] : ofWeights;
          },
        };
      });
      return operation(...(withInput ? [x] : []), ...weights);
    });
  }

  close(): void {
    this.held.pass?.close();
    this.held.pass = undefined;
    this.held.call = 0;
  }

  private output = new Float32Array();

  private forward(
    plan: RecurrentPlan,
    shape: RecurrentShape,
    x: Tensor,
    weights: readonly Tensor[],
    mask: Uint8Array | undefined,
    start: RecurrentStart,
  ): number {
    const pass = this.passFor(shape);
    if (start.frames === undefined) pass.input.set(valuesOf(this.tf, x));
    if (mask !== undefined) pass.mask.set(mask);
    const joined = joinWeights(weights, shape, plan);
    this.output = pass.forward(joined, mask !== undefined, start) as Float32Array<ArrayBuffer>;
    this.held.call = ++this.calls;
    return this.held.call;
  }

  private passFor(shape: RecurrentShape): RecurrentPass {
    if (this.held.pass !== undefined && sameShape(this.held.pass.shape, shape)) return this.held.pass;
    this.close();
    this.held.pass = recurrentLayers().open(shape, this.threads);
    return this.held.pass;
  }
}

/**
 * The values of a tensor, to be read at once: in tf's own memory where that can be seen, which saves a copy of the batch.
 */
function valuesOf(tf: TensorFlow, x: Tensor): Float32Array {
  const backend = tf.backend() as { typedArrayFromHeap?: (tensor: Tensor) => Float32Array };
  return tf.getBackend() === "wasm" && backend.typedArrayFromHeap !== undefined
    ? backend.typedArrayFromHeap(x)
    : (x.dataSync() as Float32Array);
}

function shapeOf({ layer, cell, direction, units, sequences }: RecurrentPlan, x: Tensor): RecurrentShape {
  if (x.rank !== 3) {
    throw new QuadrantError("bad-argument", `${layer} got (${x.shape.join(", ")}), not (batch, steps, features)`);
  }
  const [batch, steps, features] = x.shape as [number, number, number];
  // A backward layer of Keras gives its states out as it computes them, a bidirectional one turns them round.
  return { cell, direction, units, sequences, batch, steps, features, computedOrder: direction === "backward" };
}

function sameShape(a: RecurrentShape, b: RecurrentShape): boolean {
  return (Object.keys(b) as (keyof RecurrentShape)[]).every((name) => a[name] === b[name]);
}

function outputShape(shape: RecurrentShape): number[] {
  const width = directionsOf(shape) * shape.units;
  return shape.sequences ? [shape.batch, shape.steps, width] : [shape.batch, width];
}

/** A layer without bias has one of zeros for the kernel. */
function joinWeights(weights: readonly Tensor[], shape: RecurrentShape, plan: RecurrentPlan): Float32Array {
  const { all } = weightSizes(shape);
  const joined = new Float32Array(directionsOf(shape) * all);
  const tensors = weights.length / directionsOf(shape);
  weights.forEach((weight, i) => {
    const before = i % tensors === 0 ? 0 : joinedBefore(shape, i % tensors);
    joined.set(weight.dataSync(), Math.floor(i / tensors) * all + before);
  });
  if (tensors !== (plan.hasBias ? 3 : 2)) {
    throw new QuadrantError("bad-argument", `${plan.layer} has ${tensors} weights a direction`);
  }
  return joined;
}

function splitWeights(
  joined: Float32Array,
  shape: RecurrentShape,
  plan: RecurrentPlan,
  weights: readonly Tensor[],
): Float32Array[] {
  const { all } = weightSizes(shape);
  const tensors = plan.hasBias ? 3 : 2;
  return weights.map((weight, i) => {
    const at = Math.floor(i / tensors) * all + joinedBefore(shape, i % tensors);
    return joined.slice(at, at + weight.size);
  });
}

/** Where the kernel (0), the recurrent kernel (1) and the bias (2) of a direction begin. */
function joinedBefore({ cell, features, units }: RecurrentShape, which: number): number {
  const columns = gatesOf(cell) * units;
  return [0, features * columns, (features + units) * columns][which]!;
}
