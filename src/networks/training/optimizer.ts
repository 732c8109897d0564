import { QuadrantError } from "../../errors";
import { AdamW, type AdamWOptions } from "./adamw";
import { SGD, type SGDOptions } from "./sgd";

/** What a run needs to go on where it stopped. */
export interface OptimizerState {
  readonly steps: number;
  /** What the optimiser remembers of each parameter: one list of arrays a kind of memory. */
  readonly slots: readonly (readonly Float32Array[])[];
}

/** Moves parameters along their gradients. */
export interface Optimizer {
  /** May be changed between steps, as schedules do. */
  learningRate: number;
  /** Moves the parameters, in place; always the same ones in the same order. */
  step(parameters: readonly Float32Array[], gradients: readonly Float32Array[]): void;
  /** A copy. */
  state: OptimizerState;
}

/** Which optimiser, and how it is set. */
export type OptimizerOptions = ({ readonly kind: "adamw" } & AdamWOptions) | ({ readonly kind: "sgd" } & SGDOptions);

/** @throws QuadrantError "bad-argument" for a learning rate that is not above 0 */
export function newOptimizer(options: OptimizerOptions): Optimizer {
  const optimizer = options.kind === "sgd" ? new SGD(options) : new AdamW(options);
  if (!(optimizer.learningRate > 0 && Number.isFinite(optimizer.learningRate))) {
    throw new QuadrantError("bad-argument", `learningRate is ${optimizer.learningRate}, not a number above 0`);
  }
  return optimizer;
}
