import type { layers, Tensor, Tensor2D } from "@tensorflow/tfjs";
import { QuadrantError } from "../errors";
import type { Cell, Direction } from "../kernels/recurrent/shape";

type Layer = layers.Layer;

/** How the kernel is to compute a layer of tf.layers. */
export interface RecurrentPlan {
  readonly layer: string;
  readonly cell: Cell;
  readonly direction: Direction;
  readonly units: number;
  readonly sequences: boolean;
  /** Of each direction: kernel, recurrent kernel, bias unless it has none; empty before the layer is built. */
  readonly weights: () => Tensor2D[];
  readonly hasBias: boolean;
}

/** What this needs of tf's classes, whose types do not show it. */
interface Variable {
  read(): Tensor;
}

interface StockRecurrent extends Layer {
  readonly cell: { readonly kernel?: Variable; readonly recurrentKernel?: Variable; readonly bias?: Variable | null };
}

interface StockBidirectional extends Layer {
  readonly forwardLayer: Layer;
  readonly backwardLayer: Layer;
}

const CLASSES: ReadonlySet<string> = new Set(["SimpleRNN", "LSTM", "GRU"]);

export function isRecurrent(layer: Layer): layer is StockRecurrent {
  return CLASSES.has(layer.getClassName());
}

export function isBidirectional(layer: Layer): layer is StockBidirectional {
  return layer.getClassName() === "Bidirectional";
}

/** @throws QuadrantError "bad-argument" for options that the kernel does not know, by the name of layer and option */
export function planOf(layer: Layer): RecurrentPlan {
  if (isRecurrent(layer)) return simplePlan(layer);
  if (!isBidirectional(layer) || !isRecurrent(layer.forwardLayer) || !isRecurrent(layer.backwardLayer)) {
    throw new QuadrantError("bad-argument", `${layer.name} is a ${layer.getClassName()}, not a recurrent layer`);
  }
  const { forwardLayer, backwardLayer } = layer;
  refuseUnless(layer, "mergeMode", layer.getConfig().mergeMode, ["concat"]);
  refuseUnless(forwardLayer, "goBackwards", forwardLayer.getConfig().goBackwards, [false]);
  return {
    ...simplePlan(forwardLayer),
    layer: layer.name,
    direction: "bidirectional",
    weights: () => [...weightsOf(forwardLayer), ...weightsOf(backwardLayer)],
  };
}

function simplePlan(layer: StockRecurrent): RecurrentPlan {
  const config = layer.getConfig();
  const simple = layer.getClassName() === "SimpleRNN";
  refuseUnless(layer, "activation", config.activation, simple ? ["tanh", "relu"] : ["tanh"]);
  if (!simple) refuseUnless(layer, "recurrentActivation", config.recurrentActivation, ["sigmoid"]);
  for (const name of ["dropout", "recurrentDropout"]) refuseUnless(layer, name, config[name], [0]);
  for (const name of ["stateful", "returnState"]) refuseUnless(layer, name, config[name], [false]);
  return {
    layer: layer.name,
    cell: simple ? (config.activation as "tanh" | "relu") : (layer.getClassName().toLowerCase() as "lstm" | "gru"),
    direction: config.goBackwards === true ? "backward" : "forward",
    units: config.units as number,
    sequences: config.returnSequences === true,
    hasBias: config.useBias === true,
    weights: () => weightsOf(layer),
  };
}

function weightsOf({ cell }: StockRecurrent): Tensor2D[] {
  const variables = [cell.kernel, cell.recurrentKernel, cell.bias];
  return variables.flatMap((variable) => (variable == null ? [] : [variable.read() as Tensor2D]));
}

function refuseUnless(layer: Layer, option: string, value: unknown, known: readonly unknown[]): void {
  if (known.includes(value)) return;
  throw new QuadrantError("bad-argument", `${option} of ${layer.name} is ${value}; known here: ${known.join(", ")}`, {
    remedy: "Use the layer of tf.layers, which is slow, or leave the option out.",
  });
}
