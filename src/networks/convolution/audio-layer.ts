import type { layers, Shape, serialization, Tensor } from "@tensorflow/tfjs";
import type { TensorFlow } from "../tensorflow";
import { type ConvolutionOptionsOfLayers, runOf, threadsOf } from "./convolution-layers";
import type { Run } from "./extent";

type Layer = layers.Layer;

/** A weight of a layer of this folder. */
interface AudioWeight {
  readonly name: string;
  readonly shape: readonly number[];
  /** What it begins with. */
  readonly values: Float32Array;
}

/** What a kind of layer that tf.layers lacks is and computes. */
export interface AudioLayerKind<Args> {
  readonly className: string;
  /** All arguments, checked; what a saved model keeps. */
  readonly complete: (args: Args) => Required<Args>;
  readonly weights: (args: Required<Args>, inputShape: Shape) => readonly AudioWeight[];
  readonly outputShape: (args: Required<Args>, inputShape: Shape) => Shape;
  readonly compute: (tf: TensorFlow, args: Required<Args>, x: Tensor, weights: readonly Tensor[], run: Run) => Tensor;
}

/** Arguments that every layer has. */
export interface LayerArguments {
  readonly name?: string;
  readonly inputShape?: (number | null)[];
  readonly trainable?: boolean;
}

type Make<Args> = (args: Args & LayerArguments, options?: ConvolutionOptionsOfLayers) => Layer;

const registered = new WeakMap<TensorFlow, Map<string, unknown>>();

/** A maker of layers of a kind, which tf can then load from files too. */
export function audioLayer<Args extends object>(tf: TensorFlow, kind: AudioLayerKind<Args>): Make<Args> {
  const known = registered.get(tf) ?? new Map<string, unknown>();
  registered.set(tf, known);
  const made = known.get(kind.className) ?? register(tf, kind);
  known.set(kind.className, made);
  return made as Make<Args>;
}

function register<Args extends object>(tf: TensorFlow, kind: AudioLayerKind<Args>): Make<Args> {
  class AudioLayer extends tf.layers.Layer {
    static className = kind.className;
    threads: ConvolutionOptionsOfLayers = {};
    private readonly args: Required<Args>;
    private own: ReturnType<Layer["addWeight"]>[] = [];

    constructor(config: Args & LayerArguments) {
      super(config as ConstructorParameters<typeof tf.layers.Layer>[0]);
      this.args = kind.complete(config);
    }

    override build(inputShape: Shape | Shape[]): void {
      this.own = kind.weights(this.args, single(inputShape)).map(({ name, shape, values }) => {
        const start = tf.initializers.zeros();
        start.apply = () => tf.tensor(values, [...shape]);
        return this.addWeight(name, [...shape], "float32", start, undefined, true);
      });
      this.built = true;
    }

    override computeOutputShape(inputShape: Shape | Shape[]): Shape {
      return kind.outputShape(this.args, single(inputShape));
    }

    override call(inputs: Tensor | Tensor[], kwargs?: { readonly mask?: Tensor }): Tensor {
      return tf.tidy(() => {
        const x = [inputs].flat()[0]!;
        const run = runOf(this, threadsOf(this.threads), kwargs?.mask);
        const weights = this.own.map((weight) => weight.read());
        return kind.compute(tf, this.args, x, weights, run);
      });
    }

    override getConfig(): serialization.ConfigDict {
      return { ...super.getConfig(), ...(this.args as serialization.ConfigDict) };
    }
  }
  tf.serialization.registerClass(AudioLayer as unknown as Parameters<typeof tf.serialization.registerClass>[0]);
  return (args, options = {}) => {
    threadsOf(options);
    const layer = new AudioLayer(args);
    layer.threads = options;
    return layer;
  };
}

function single(shape: Shape | Shape[]): Shape {
  return (Array.isArray(shape[0]) ? shape[0] : shape) as Shape;
}
