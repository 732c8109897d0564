import type { LayersModel, layers, SymbolicTensor } from "@tensorflow/tfjs";
import type { TensorFlow } from "../tensorflow";
import { audioLayers } from "./audio-layers";
import { convolutionLayers } from "./convolution-layers";
import { headLayers, type NetworkOptions, Seeds } from "./heads";

type Layer = layers.Layer;

/** PyTorch's momentum of 0.1 is tf's 0.9; tf's own 0.99 would need some hundred batches to forget its beginning. */
const PYTORCH_NORM = { epsilon: 1e-5, momentum: 0.9 };

/** What the networks are made of: layers of the kernel with seeded weights. */
export class NetworkBuilder {
  readonly stock: ReturnType<typeof convolutionLayers>;
  readonly own: ReturnType<typeof audioLayers>;
  readonly seeds: Seeds;

  constructor(
    readonly tf: TensorFlow,
    private readonly options: NetworkOptions,
  ) {
    const threads = options.threads === undefined ? {} : { threads: options.threads };
    this.stock = convolutionLayers(tf, threads);
    this.own = audioLayers(tf, threads);
    this.seeds = new Seeds(options.seed ?? 0);
  }

  conv1d(filters: number, kernelSize: number, strides: number): Layer {
    return this.stock.conv1d({ filters, kernelSize, strides, padding: "same", ...this.start() });
  }

  /** Of what goes in: without weights to learn before it, the first convolution has no gradient to pass on. */
  inputNormalisation(): Layer {
    return this.stock.batchNormalization({ ...PYTORCH_NORM, trainable: false });
  }

  normalisation(): Layer {
    return this.stock.batchNormalization({ ...PYTORCH_NORM });
  }

  /** Pooling first: what follows has a part of the values to do. */
  pooledAndNormalised(pooling: Layer): Layer[] {
    return [pooling, this.normalisation(), this.stock.reLU({})];
  }

  pictureLayers(widths: readonly number[], poolSize: [number, number] = [2, 2]): Layer[] {
    return [
      this.own.asPicture({}),
      ...widths.flatMap((filters) => [
        this.stock.conv2d({ filters, kernelSize: 3, padding: "same", ...this.start() }),
        ...this.pooledAndNormalised(this.stock.maxPooling2d({ poolSize, padding: "same" })),
      ]),
    ];
  }

  model(input: SymbolicTensor, from: SymbolicTensor, body: readonly Layer[]): LayersModel {
    const all = [...body, ...headLayers(this.tf, this.options, this.seeds)];
    const outputs = all.reduce((at, layer) => layer.apply(at) as SymbolicTensor, from);
    return this.tf.model({ inputs: input, outputs });
  }

  private start() {
    // Normalisation follows, which takes a bias away again.
    return { useBias: false, kernelInitializer: this.tf.initializers.heUniform({ seed: this.seeds.next() }) };
  }
}
