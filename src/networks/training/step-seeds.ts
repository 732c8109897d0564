import type { LayersModel, layers } from "@tensorflow/tfjs";
import { QuadrantError } from "../../errors";
import { MT19937 } from "../../random";

type Layer = layers.Layer;

/** A layer that draws anew from its seed whenever it is called with `training`. */
interface SeededLayer extends Layer {
  seed: number | null | undefined;
}

/** What layers hold other layers in, as tf.layers names it. */
interface Holder extends Layer {
  readonly layers?: readonly Layer[];
  readonly layer?: Layer;
  readonly forwardLayer?: Layer;
  readonly backwardLayer?: Layer;
}

/** Layers of tf.layers whose noise has no seed. */
const UNSEEDED: ReadonlySet<string> = new Set(["GaussianNoise", "GaussianDropout", "AlphaDropout"]);

/**
 * Gives the layers of a model that draw random numbers a seed of their own in each step.
 *
 * A stock tf.layers.dropout with a seed drops the same values in every step, and one without cannot be repeated: neither
 * is dropout that a run can be resumed with. Any layer with a property `seed` that it draws from when called with
 * `training` is seeded so, by the number of the step.
 *
 * @throws QuadrantError "bad-argument" for a layer whose noise has no seed
 */
export class StepSeeds {
  private readonly seeded: readonly SeededLayer[];

  constructor(
    model: LayersModel,
    private readonly seed: number,
  ) {
    const all = model.layers.flatMap(withInner);
    for (const layer of all) refuseUnseeded(layer);
    this.seeded = all.filter((layer): layer is SeededLayer => "seed" in layer);
  }

  /** Runs one training step, counted from 0 over all epochs. */
  during<Result>(step: number, work: () => Result): Result {
    const before = this.seeded.map(({ seed }) => seed);
    for (const [i, layer] of this.seeded.entries()) layer.seed = new MT19937([this.seed, step, i]).nextUint32();
    try {
      return work();
    } finally {
      for (const [i, layer] of this.seeded.entries()) layer.seed = before[i];
    }
  }
}

function withInner(layer: Layer): Layer[] {
  const { layers = [], layer: wrapped, forwardLayer, backwardLayer } = layer as Holder;
  const inner = [...layers, wrapped, forwardLayer, backwardLayer].filter((held) => held !== undefined);
  return [layer, ...inner.flatMap(withInner)];
}

function refuseUnseeded(layer: Layer): void {
  const { dropout, recurrentDropout } = layer.getConfig();
  const drops = [dropout, recurrentDropout].some((rate) => typeof rate === "number" && rate > 0);
  if (!drops && !UNSEEDED.has(layer.getClassName())) return;
  throw new QuadrantError("bad-argument", `the noise of ${layer.name} (${layer.getClassName()}) has no seed`, {
    remedy: "Use tf.layers.dropout, which is seeded anew in each step, between layers instead.",
  });
}
