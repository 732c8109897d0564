import { stratifiedGroupKFold } from "../evaluation";
import type { NetworkRecipe } from "../networks";
import { labelsOf, type Run, runNetworks, trainingOf } from "../studies";
import { type DealtFold, dealFolds } from "./examples";
import { isNetwork, type Protocol, type ProtocolModel } from "./protocol";
import { outcomeOf, type ProtocolOutcome } from "./protocol-outcome";

/** Inner folds, of which the first is watched while a network trains, and chooses the epoch where the protocol says so. */
const INNER_SPLITS = 5;

/**
 * Does what a protocol says with its first network, on every clip of the corpus. Copies are left out: what a network makes
 * of a flaw of its own is the question here, and copies have no frames. The network is the plainest of the studies.
 *
 * @returns undefined where the protocol has no network
 */
export async function runNetworkProtocol(
  run: Run,
  protocol: Protocol,
  label: string,
): Promise<ProtocolOutcome | undefined> {
  const model = protocol.models.find(isNetwork);
  if (model === undefined) return undefined;
  const folds = dealFolds({ ...protocol, augmentation: null, oversampling: null }, run.corpus.clips);
  const { recipe } = await trainingOf(run, "simple RNN");
  const tasks = folds.map((fold, i) => ({
    recipe: asProtocol(recipe, protocol, model),
    ...withValidation(run, protocol, fold),
    test: fold.test,
    seed: protocol.seed + i,
    keep: model.stopping === "last-epoch" ? ("last" as const) : ("best" as const),
  }));
  return outcomeOf(folds, await runNetworks(run, tasks, label), labelsOf(run.corpus));
}

function asProtocol(recipe: NetworkRecipe, { scaling, paddedFrames }: Protocol, model: ProtocolModel): NetworkRecipe {
  const { network, input } = recipe;
  const last = model.readout === "last-frame";
  return {
    ...recipe,
    network: {
      ...network,
      readout: last ? "last" : "mean",
      randomInitialState: model.initialState === "random",
    },
    input: {
      ...input,
      frames: Math.max(input.steps, paddedFrames ?? input.frames),
      padding: last ? "raw" : "masked",
      scaling: scaling.kind === "one-scalar" ? "scalar" : "row",
    },
  };
}

function withValidation({ corpus }: Run, { split, seed }: Protocol, { train }: DealtFold) {
  const clips = train.map(({ clip }) => clip);
  const labels = labelsOf(corpus);
  const [inner] = stratifiedGroupKFold(
    clips.map((clip) => labels[clip]!),
    clips.map((clip) => (split.grouped ? corpus.clips[clip]!.group : corpus.clips[clip]!.id)),
    { nSplits: INNER_SPLITS, randomState: seed },
  );
  const part = (indices: readonly number[]) => indices.map((i) => clips[i]!);
  return { train: part(inner!.train), validation: part(inner!.test) };
}
