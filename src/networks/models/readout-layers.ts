import type { GradSaveFunc, layers, serialization, Tensor, Tensor2D } from "@tensorflow/tfjs";
import type { TensorFlow } from "../tensorflow";

type Layer = layers.Layer;
type LayerArguments = NonNullable<ConstructorParameters<typeof layers.Layer>[0]>;
type Variable = ReturnType<Layer["addWeight"]>;

export interface AttentionArguments extends LayerArguments {
  /** Size of the space in which steps are judged. */
  readonly units: number;
}

export interface ReadoutLayers {
  /** (batch, steps, features) to (batch, features): the mean over the steps that are not masked. */
  readonly meanOverTime: (args?: LayerArguments) => Layer;
  /**
   * The same, weighted: a step h counts by softmax(context . tanh(h kernel + bias)) over the steps that are not masked
   * (Raffel and Ellis 2015, arXiv 1512.08756).
   */
  readonly attentionOverTime: (args: AttentionArguments) => Layer;
}

const made = new WeakMap<TensorFlow, ReadoutLayers>();

/** Layers of ours that tf saves by their class names, and that it can load once this was called. */
export function readoutLayers(tf: TensorFlow): ReadoutLayers {
  const known = made.get(tf);
  if (known !== undefined) return known;
  const fresh = define(tf);
  made.set(tf, fresh);
  return fresh;
}

function define(tf: TensorFlow): ReadoutLayers {
  abstract class Readout extends tf.layers.Layer {
    constructor(args: LayerArguments) {
      super(args);
      this.supportsMasking = true;
    }

    override computeOutputShape(inputShape: number[]): number[] {
      return [inputShape[0]!, inputShape[2]!];
    }

    // tf's type wants a tensor; its own layers return null where a mask ends.
    override computeMask(): Tensor {
      return null as unknown as Tensor;
    }
  }

  class MeanOverTime extends Readout {
    static readonly className = "MeanOverTime";

    constructor(args: LayerArguments = {}) {
      super(args);
    }

    override call(inputs: Tensor | Tensor[], kwargs: { mask?: Tensor | null }): Tensor {
      return tf.tidy(() => {
        const x = [inputs].flat()[0]!;
        if (kwargs.mask == null) return tf.mean(x, 1);
        const mask = kwargs.mask.toFloat();
        const shares = tf.div(mask, tf.maximum(tf.sum(mask, 1, true), 1));
        return weightedSum(tf, x, shares);
      });
    }
  }

  class AttentionOverTime extends Readout {
    static readonly className = "AttentionOverTime";
    private readonly units: number;
    private kernel?: Variable;
    private bias?: Variable;
    private context?: Variable;

    constructor(args: AttentionArguments) {
      super(args);
      this.units = args.units;
    }

    override build(inputShape: number[]): void {
      const [features, glorot] = [inputShape.at(-1)!, tf.initializers.glorotUniform({})];
      this.kernel = this.addWeight("kernel", [features, this.units], "float32", glorot);
      this.bias = this.addWeight("bias", [this.units], "float32", tf.initializers.zeros());
      this.context = this.addWeight("context", [this.units, 1], "float32", glorot);
      this.built = true;
    }

    override call(inputs: Tensor | Tensor[], kwargs: { mask?: Tensor | null }): Tensor {
      return tf.tidy(() => {
        const x = [inputs].flat()[0]!;
        const [batch, steps, features] = x.shape as [number, number, number];
        const states = x.reshape([batch * steps, features]) as Tensor2D;
        const judged = tf.add(product(tf, states, this.kernel!.read() as Tensor2D), this.bias!.read());
        const scores = tf.matMul(tf.tanh(judged), this.context!.read()).reshape([batch, steps]);
        // What exp turns into 0.
        const silenced = kwargs.mask == null ? scores : tf.add(scores, tf.mul(tf.sub(kwargs.mask.toFloat(), 1), 1e9));
        return weightedSum(tf, x, tf.softmax(silenced));
      });
    }

    override getConfig(): serialization.ConfigDict {
      return { ...super.getConfig(), units: this.units };
    }
  }

  tf.serialization.registerClass(MeanOverTime);
  tf.serialization.registerClass(AttentionOverTime as unknown as serialization.SerializableConstructor<Layer>);
  return {
    meanOverTime: (args) => new MeanOverTime(args),
    attentionOverTime: (args) => new AttentionOverTime(args),
  };
}

/**
 * A matrix product whose gradient transposes first: tf's WebAssembly multiplies matrices that it is told to transpose in
 * plain loops, ten times as slowly as others.
 */
function product(tf: TensorFlow, left: Tensor2D, right: Tensor2D): Tensor {
  const multiply = tf.customGrad((a, b, save) => {
    (save as GradSaveFunc)([a as Tensor, b as Tensor]);
    return {
      value: tf.matMul(a as Tensor2D, b as Tensor2D),
      gradFunc: (dy: Tensor, saved: Tensor[]) => [
        tf.matMul(dy as Tensor2D, tf.transpose(saved[1] as Tensor2D)),
        tf.matMul(tf.transpose(saved[0] as Tensor2D), dy as Tensor2D),
      ],
    };
  });
  return multiply(left, right);
}

/** @param weights (batch, steps) */
function weightedSum(tf: TensorFlow, x: Tensor, weights: Tensor): Tensor {
  const [batch, steps, features] = x.shape as [number, number, number];
  return tf.matMul(weights.reshape([batch, 1, steps]), x).reshape([batch, features]);
}
