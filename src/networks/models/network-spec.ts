import type { TrainingOptions } from "../training/options";

/** A layer behind the recurrent ones. */
export type HeadLayer =
  | { readonly kind: "dropout"; readonly rate: number }
  | { readonly kind: "linear"; readonly units: number }
  | { readonly kind: "batchNorm" }
  | { readonly kind: "relu" };

/** A recurrent network as data: `buildNetwork` makes a model of it. It ends in a softmax over the classes. */
export interface NetworkSpec {
  readonly cell: "simpleRNN" | "lstm" | "gru";
  readonly bidirectional: boolean;
  /** Size of the state of a direction. */
  readonly units: number;
  /** Recurrent layers upon each other. */
  readonly depth: number;
  /** What of the states is looked at: the last one of each direction, their mean over time, or what attention picks. */
  readonly readout: "last" | "mean" | "attention";
  readonly head: readonly HeadLayer[];
  /** Whose initial weights and batch normalisation: see `drawWeights`. */
  readonly initialisation: "pytorch" | "keras";
  /** The study's flaw F11: states start from noise instead of 0, also when the network is tested. */
  readonly randomInitialState: boolean;
}

/** How the clips are brought to a network: what `StoreSource` takes, and by what they are scaled. */
export interface InputRecipe {
  readonly frames: number;
  readonly steps: number;
  readonly padding: "masked" | "raw";
  readonly scaling: "row" | "scalar";
  /** Whether clips are changed by `specAugmented` while training. */
  readonly specAugment: boolean;
}

/** A network, what it is given, and how it is trained. */
export interface NetworkRecipe {
  readonly network: NetworkSpec;
  readonly input: InputRecipe;
  readonly training: Pick<TrainingOptions, "epochs" | "batchSize" | "clipNorm" | "schedule" | "labelSmoothing"> & {
    readonly optimizer: { readonly kind: "adamw"; readonly learningRate: number; readonly weightDecay?: number };
    readonly earlyStopping?: { readonly patience: number };
  };
}
