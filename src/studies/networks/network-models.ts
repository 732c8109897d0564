import { STUDY_FRAMES } from "../../features";
import { OUR_NETWORKS, PUBLISHED_NETWORKS } from "../../networks";
import type { NetworkRecipe } from "../../networks/models/network-spec";
import type { Run } from "../run/run";
import type { RunSettings } from "../run/run-settings";

type Profile = RunSettings["profile"];

/** A network as studies compare it. */
interface NetworkModel {
  readonly recipe: NetworkRecipe;
  /** Whose weights are tested: the study took the last epoch, whatever its validation. */
  readonly keep: "best" | "last";
  /** Epochs in profiles that cannot afford the recipe's. */
  readonly epochs: Readonly<Record<"quick" | "standard", number>>;
  /** Whether those profiles take smaller batches and larger steps. */
  readonly hasty?: boolean;
}

const { RNN, BiRNN, LSTM } = PUBLISHED_NETWORKS;

/** What makes up for some of the epochs that are left out: smaller batches, and larger steps. */
const HASTE = { batchSize: 32, learningRate: 10 } as const;

const published = (recipe: NetworkRecipe, standard: number): NetworkModel => {
  return { recipe, keep: "last", epochs: { quick: 3, standard }, hasty: true };
};
const ours = (recipe: NetworkRecipe): NetworkModel => ({ recipe, keep: "best", epochs: { quick: 3, standard: 24 } });

/** The plainest network that learns something of hundreds of clips: one recurrent layer whose last state decides. */
const PLAIN: NetworkRecipe = {
  network: {
    cell: "simpleRNN",
    bidirectional: false,
    units: 32,
    depth: 1,
    readout: "last",
    head: [{ kind: "dropout", rate: 0.2 }],
    initialisation: "keras",
    randomInitialState: false,
  },
  input: { ...OUR_NETWORKS["GRU, mean"].input, steps: 64 },
  training: { epochs: 30, batchSize: 32, optimizer: { kind: "adamw", learningRate: 1e-3 }, clipNorm: 5 },
};

/** The networks of the studies by the name that figures and tables give them. */
const NETWORKS = {
  "RNN as published": published(RNN, 24),
  "BiRNN as published": published(BiRNN, 16),
  "LSTM as published": published(LSTM, 12),
  "simple RNN": { recipe: PLAIN, keep: "best", epochs: { quick: 3, standard: 30 } },
  "GRU, mean": ours(OUR_NETWORKS["GRU, mean"]),
  "LSTM, mean": ours(OUR_NETWORKS["LSTM, mean"]),
  "BiGRU, attention": ours(OUR_NETWORKS["BiGRU, attention"]),
} as const satisfies Record<string, NetworkModel>;

export type NetworkName = keyof typeof NETWORKS;
export const NETWORK_NAMES = Object.keys(NETWORKS) as readonly NetworkName[];

/** Steps that frames are averaged over where a profile cannot afford the recipe's. */
const STEPS = 64;

/**
 * How a network is trained in a run: as its recipe says in the profile `paper`; otherwise for fewer epochs, on frames
 * averaged over 64 stretches of time, and the published networks in batches of 32 at ten times their learning rate. Clips are as long as the longest of the corpus, at most 1,295 frames, in any profile.
 */
export async function trainingOf(
  run: Pick<Run, "settings" | "longestClip">,
  name: NetworkName,
): Promise<{ recipe: NetworkRecipe; keep: "best" | "last" }> {
  const { recipe, keep, epochs, hasty = false }: NetworkModel = NETWORKS[name];
  const profile: Profile = run.settings.profile;
  const frames = Math.min(STUDY_FRAMES, await run.longestClip());
  const steps = Math.min(frames, profile === "paper" ? recipe.input.steps : STEPS);
  return {
    keep,
    recipe: {
      ...recipe,
      input: { ...recipe.input, frames, steps },
      training: {
        ...recipe.training,
        ...(profile !== "paper" && { epochs: epochs[profile] }),
        ...(profile !== "paper" && hasty && hastened(recipe.training)),
      },
    },
  };
}

function hastened({ optimizer }: NetworkRecipe["training"]): Partial<NetworkRecipe["training"]> {
  const { batchSize, learningRate } = HASTE;
  return { batchSize, optimizer: { ...optimizer, learningRate: learningRate * optimizer.learningRate } };
}
