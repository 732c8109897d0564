import type { LayersModel, Variable } from "@tensorflow/tfjs";
import { melFilterBank } from "../../src/features/spectral/mel";
import { AdamW, type TensorFlow } from "../../src/networks";
import { uniform } from "./torch-steps";

const CLASSES = 4;

/** Of what goes in: items of so many steps of so many values. */
export type InputSize = readonly [items: number, steps: number, features: number];

/** A network of four classes that learns numbers made up. */
export class BenchedNetwork {
  private readonly variables: Variable[];
  private readonly optimizer = new AdamW({ learningRate: 1e-4 });
  private readonly x: Float32Array;

  constructor(
    private readonly tf: TensorFlow,
    private readonly model: LayersModel,
    private readonly size: InputSize,
  ) {
    for (const layer of model.layers) if (layer.getClassName() === "GRU") resetNothing(tf, layer);
    this.variables = model.trainableWeights.map((weight) => weight.read() as Variable);
    this.x = uniform(
      0,
      size.reduce((product, side) => product * side, 1),
      1,
    );
  }

  /** What convolution_torch.py makes the same network of. */
  describe() {
    const layers = this.model.layers.map((layer) => ({
      kind: layer.getClassName(),
      config: layer.getConfig(),
      weights: layer.getWeights().map((weight) => ({ shape: weight.shape, values: base64(weight.dataSync()) })),
    }));
    const stft = layers.find(({ kind }) => kind === "TrainableSTFT")?.config as
      | Record<"sampleRate" | "nFft" | "nMels", number>
      | undefined;
    const bands = stft === undefined ? [] : melFilterBank(stft.sampleRate, stft.nFft, { nMels: stft.nMels });
    const melBands = bands.map(({ first, weights }) => ({ first, weights: Array.from(weights) }));
    return { layers, melBands, size: this.size };
  }

  /** @returns the loss */
  step(): number {
    const { tf, variables } = this;
    return tf.tidy(() => {
      const [items] = this.size;
      const wanted = tf.oneHot(
        tf.tensor1d(
          Array.from({ length: items }, (_, i) => i % CLASSES),
          "int32",
        ),
        CLASSES,
      );
      const { value, grads } = tf.variableGrads(() => {
        const logs = tf.log(this.model.apply(this.input(items), { training: true }) as ReturnType<typeof tf.log>);
        return tf.neg(tf.mean(tf.sum(tf.mul(wanted, logs), 1))).asScalar();
      }, variables);
      const parameters = variables.map((variable) => variable.dataSync() as Float32Array);
      this.optimizer.step(
        parameters,
        variables.map(({ name }) => grads[name]!.dataSync() as Float32Array),
      );
      for (const [i, variable] of variables.entries()) {
        variable.assign(tf.tensor(parameters[i]!, variable.shape) as Variable);
      }
      return value.dataSync()[0]!;
    });
  }

  /** @returns the first score of the first item */
  infer(): number {
    return this.tf.tidy(() => (this.model.predict(this.input(1)) as ReturnType<typeof this.input>).dataSync()[0]!);
  }

  close(): void {
    this.model.dispose();
  }

  private input(items: number) {
    const [, steps, features] = this.size;
    return this.tf.tensor3d(this.x.subarray(0, items * steps * features), [items, steps, features]);
  }
}

/** PyTorch's GRU resets its state behind a product, Keras' before it: alike where the weights of that product are 0. */
function resetNothing(tf: TensorFlow, layer: LayersModel["layers"][number]): void {
  tf.tidy(() => {
    const [kernel, recurrent, bias] = layer.getWeights();
    const units = recurrent!.shape[0]!;
    const gates = tf.slice(recurrent!, [0, 0], [units, 2 * units]);
    layer.setWeights([kernel!, tf.concat([gates, tf.zeros([units, units])], 1), bias!]);
  });
}

function base64(values: ArrayLike<number>): string {
  return Buffer.from(Float32Array.from(values).buffer).toString("base64");
}
