import { STUDY_FRAMES } from "../../features";
import type { HeadLayer, InputRecipe, NetworkRecipe, NetworkSpec } from "./network-spec";

const WIDTH = 128;

/** Padded with 0 or cut, scaled by one mean and one deviation of everything. */
const INPUT: InputRecipe = {
  frames: STUDY_FRAMES,
  steps: STUDY_FRAMES,
  padding: "raw",
  scaling: "scalar",
  specAugment: false,
};

const NETWORK = {
  units: WIDTH,
  depth: 1,
  readout: "last",
  initialisation: "pytorch",
  randomInitialState: false,
} as const;

const linear: readonly HeadLayer[] = [{ kind: "linear", units: WIDTH }, { kind: "batchNorm" }, { kind: "relu" }];
const dropout: HeadLayer = { kind: "dropout", rate: 0.2 };

const SIMPLE: NetworkSpec = { ...NETWORK, cell: "simpleRNN", bidirectional: false, head: [dropout, ...linear] };

/**
 * The three networks of arXiv 2405.06747 as its notebooks train them: the last epoch counts, nothing stops them early.
 * Batch normalisation comes before dropout where a block has both, as the repository's README remarks, and gradients are
 * clipped for the RNN and the BiRNN only.
 */
export const PUBLISHED_NETWORKS = {
  RNN: {
    network: SIMPLE,
    input: INPUT,
    training: { epochs: 2000, batchSize: 128, optimizer: { kind: "adamw", learningRate: 1e-4 }, clipNorm: 20 },
  },
  BiRNN: {
    network: { ...SIMPLE, bidirectional: true },
    input: INPUT,
    training: { epochs: 1000, batchSize: 128, optimizer: { kind: "adamw", learningRate: 1e-4 }, clipNorm: 20 },
  },
  LSTM: {
    network: {
      ...NETWORK,
      cell: "lstm",
      bidirectional: false,
      head: Array.from({ length: 3 }, () => [...linear, dropout]).flat(),
      randomInitialState: true,
    },
    input: INPUT,
    training: { epochs: 250, batchSize: 128, optimizer: { kind: "adamw", learningRate: 3e-4 } },
  },
} as const satisfies Record<string, NetworkRecipe>;
