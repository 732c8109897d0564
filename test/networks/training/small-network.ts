import type { LayersModel } from "@tensorflow/tfjs";
import { buildNetwork, type TensorFlow } from "../../../src/networks";
import { FEATURES, STEPS } from "./rising-or-falling";

/** A recurrent layer whose last state goes through dropout to two classes; for `risingOrFalling`. */
export function smallNetwork(tf: TensorFlow, seed: number, { units = 4, dropout = 0.1 } = {}): LayersModel {
  const network = {
    cell: "simpleRNN",
    bidirectional: false,
    units,
    depth: 1,
    readout: "last",
    head: [{ kind: "dropout", rate: dropout }],
    initialisation: "keras",
    randomInitialState: false,
  } as const;
  return buildNetwork(tf, network, { steps: STEPS, features: FEATURES, classes: 2 }, seed, { threads: 1 });
}
