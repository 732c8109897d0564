import type { LayersModel, layers, Scalar, Tensor, Variable } from "@tensorflow/tfjs";
import { QuadrantError } from "../../errors";
import type { SequenceSource } from "../sequence-source";
import type { TensorFlow } from "../tensorflow";
import type { Batch } from "./read-batches";

/** A layer that ends in an activation, whose type tf does not show. */
interface ActivatedLayer extends layers.Layer {
  activation?: { getClassName(): string; apply(scores: Tensor): Tensor };
}

const LINEAR = { getClassName: () => "linear", apply: (scores: Tensor) => scores };

/** A model of tf.layers from sequences to probabilities, or to the numbers of a regression, in plain arrays. */
export class Network {
  /** Outputs; in a regression as many as an item has numbers. */
  readonly classes: number;
  /** Whether the model takes sequences of any number of steps. */
  readonly anySteps: boolean;
  private readonly steps: number | null;
  private readonly features: number | null;
  private readonly output: ActivatedLayer;

  /** @throws QuadrantError "bad-argument" for a model of other inputs or outputs */
  constructor(
    private readonly tf: TensorFlow,
    private readonly model: LayersModel,
  ) {
    const [inputs, outputs] = [model.inputs, model.outputs].map((list) => list.map(({ shape }) => shape)) as [
      (number | null)[][],
      (number | null)[][],
    ];
    const [input, output] = [inputs[0]!, outputs[0]!];
    if (inputs.length !== 1 || outputs.length !== 1 || input.length !== 3 || output.length !== 2) {
      const shapes = [inputs, outputs].map((list) => list.map((shape) => `(${shape.join(", ")})`).join(" and "));
      throw new QuadrantError("bad-argument", `${model.name} turns ${shapes[0]} into ${shapes[1]}`, {
        remedy: "A model for sequences turns (batch, steps, features) into (batch, classes).",
      });
    }
    this.output = outputLayer(model);
    this.steps = input[1]!;
    this.features = input[2]!;
    this.anySteps = this.steps === null;
    this.classes = output[1]!;
  }

  /**
   * @param wanted what the last layer ends in
   * @throws QuadrantError "bad-argument" for a model that has no scores to learn by
   */
  checkTrainable(wanted: "softmax" | "linear"): void {
    const { model, output, classes } = this;
    if (output.activation?.getClassName() === wanted && model.trainableWeights.length > 0) return;
    const what =
      model.trainableWeights.length === 0
        ? "has no weights to train"
        : `ends with ${output.name} (${output.getClassName()}), not with ${wanted === "softmax" ? "the softmax of" : "the plain values of"} a dense layer`;
    throw new QuadrantError("bad-argument", `${model.name} ${what}`, {
      remedy: `End it with tf.layers.dense({ units: ${classes}, activation: "${wanted}" }); train the models of an ensemble one by one.`,
    });
  }

  /** @throws QuadrantError "bad-argument" for sequences that the model cannot take */
  checkSource(set: string, { shape: [, steps, features] }: SequenceSource): void {
    if (steps === (this.steps ?? steps) && features === (this.features ?? features)) return;
    const wanted = `(${this.steps ?? "any number of"} steps, ${this.features} features)`;
    throw new QuadrantError("bad-argument", `the ${set} set is (${steps} steps, ${features} features), not ${wanted}`, {
      remedy: `Make the model with inputShape: [${steps}, ${features}].`,
    });
  }

  /** (items, classes) */
  probabilities(batch: Batch): Float32Array {
    return this.tidily(() => valuesOf(this.run(batch, false)));
  }

  /** What the softmax makes the probabilities of, (items, classes). */
  scores(batch: Batch): Float32Array {
    return this.tidily(() => valuesOf(this.withoutSoftmax(() => this.run(batch, false))));
  }

  /**
   * Takes a batch through the model as in training, dropout included.
   *
   * @param lossGradient the gradient of the loss with respect to the scores
   * @returns the gradient of the loss with respect to each parameter, to be changed as one likes
   */
  gradients(batch: Batch, lossGradient: (scores: Float32Array) => Float32Array): Float32Array[] {
    const { tf } = this;
    return this.tidily(() => {
      const variables = this.model.trainableWeights.map((weight) => weight.read() as Variable);
      const { grads } = tf.variableGrads(() => {
        const scores = this.withoutSoftmax(() => this.run(batch, true));
        const slopes = tf.tensor(lossGradient(valuesOf(scores)), scores.shape);
        // Not the loss, but it has the gradient of the loss.
        const linear = tf.sum(tf.mul(scores, slopes)) as Scalar;
        return [linear, ...this.model.calculateLosses()].reduce((sum, part) => tf.add(sum, part));
      }, variables);
      return variables.map(({ name, size }) => {
        const gradient = grads[name];
        return gradient === undefined ? new Float32Array(size) : valuesOf(gradient);
      });
    });
  }

  /** What is trained; a copy. */
  parameters(): Float32Array[] {
    return this.model.trainableWeights.map((weight) => valuesOf(weight.read()));
  }

  setParameters(values: readonly Float32Array[]): void {
    this.tf.tidy(() => {
      for (const [i, weight] of this.model.trainableWeights.entries()) {
        // A copy: tf's plain backend would go on using the array it is given.
        weight.write(this.tf.tensor(values[i]!.slice(), weight.shape as number[]));
      }
    });
  }

  /** All weights, also those that are not trained by their gradient, such as means of batch normalisation; a copy. */
  weights(): Float32Array[] {
    return this.model.getWeights().map(valuesOf);
  }

  setWeights(values: readonly Float32Array[]): void {
    this.tf.tidy(() => {
      const shapes = this.model.getWeights().map(({ shape }) => shape);
      this.model.setWeights(values.map((array, i) => this.tf.tensor(array.slice(), shapes[i]!)));
    });
  }

  /** Does what tf.tidy does, which would look for tensors in each number of an array that it gives back. */
  private tidily<Result>(work: () => Result): Result {
    this.tf.engine().startScope();
    try {
      return work();
    } finally {
      this.tf.engine().endScope();
    }
  }

  private withoutSoftmax<Result>(work: () => Result): Result {
    const { activation } = this.output;
    this.output.activation = LINEAR;
    try {
      return work();
    } finally {
      this.output.activation = activation!;
    }
  }

  private run({ buffer, shape, mask }: Batch, training: boolean): Tensor {
    const { tf } = this;
    const x = buffer.tensor(tf, shape);
    // Layers that know masks find it there, one after the other.
    const masked = mask === undefined ? {} : { mask: tf.tensor2d(mask, [shape[0], shape[1]], "int32") };
    return this.model.apply(x, { training, ...masked }) as Tensor;
  }
}

/** A copy: tf's plain backend gives out the array that it goes on using. */
function valuesOf(tensor: Tensor): Float32Array {
  return tensor.dataSync().slice() as Float32Array;
}

function outputLayer(model: LayersModel): ActivatedLayer {
  const layer = model.outputs[0]!.sourceLayer;
  return "outputs" in layer ? outputLayer(layer as LayersModel) : layer;
}
