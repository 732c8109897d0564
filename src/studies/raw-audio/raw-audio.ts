import { join } from "node:path";
import { argmaxRows } from "../../classifiers/classifier";
import { concordanceCorrelation, groupBootstrap, type Interval, r2Score } from "../../evaluation";
import type { CriterionName } from "../../networks/training/criterion";
import type { TrainingHistory } from "../../networks/training/history";
import { baselinePredictions } from "../baselines/baselines";
import { kept } from "../cache/kept-study";
import { runCached } from "../cache/run-cached";
import type { ClassifierName } from "../fits/models";
import { groupsOf, labelsOf } from "../run/dataset";
import { foldsOf, type ThreeWayFold } from "../run/folds";
import type { Run } from "../run/run";
import {
  gatherPredictions,
  type ModelScore,
  type Predictions,
  pairedDifference,
  scorePredictions,
} from "../run/scores";
import { EXCERPT_SECONDS, readExcerpts } from "./excerpts";
import { SOUND_NETWORK_NAMES, type SoundNetworkName } from "./sound-network-names";
import type { FirstLayer, SoundData, SoundResult, SoundTask } from "./sound-task";

/** What networks are held against: it learns from features of the whole clip. */
const RIVAL: ClassifierName = "logistic regression";

/** What learns valence and arousal. */
const REGRESSOR: SoundNetworkName = "2-D CNN on log-mel";

/** How much a profile can afford; folds are taken from the first on. */
const PROFILES = {
  quick: {
    folds: 1,
    epochs: 1,
    networks: ["1-D CNN, windows of 16, 64 and 256", "sinc filters, CNN", "2-D CNN on log-mel"],
    criteria: ["ccc"],
  },
  standard: { folds: 1, epochs: 10, networks: SOUND_NETWORK_NAMES, criteria: ["ccc", "mse"] },
  paper: { folds: 5, epochs: 60, networks: SOUND_NETWORK_NAMES, criteria: ["ccc", "mse"] },
} as const satisfies Record<string, Profile>;

interface Profile {
  readonly folds: number;
  readonly epochs: number;
  readonly networks: readonly SoundNetworkName[];
  readonly criteria: readonly CriterionName[];
}

/** One network on clips of unseen groups. */
export interface SoundScore {
  readonly name: SoundNetworkName;
  readonly score: ModelScore;
  /** Its accuracy less that of the classifier, on the same clips. */
  readonly difference: Interval;
  /** One for each fold. */
  readonly histories: readonly TrainingHistory[];
  readonly parameters: number;
  /** What went wrong in the first fold that shows anything, in words. */
  readonly signatures: readonly string[];
  /** Of the first fold, from networks that take the waveform. */
  readonly firstLayer: FirstLayer | undefined;
}

/** How well valence or arousal of unseen clips was told. */
export interface AffectScore {
  readonly what: "valence" | "arousal";
  /** What the network was trained on. */
  readonly criterion: CriterionName;
  /** Concordance correlation, -1 to 1. */
  readonly ccc: Interval;
  /** Share of the variance that is explained, at most 1. */
  readonly r2: Interval;
}

export interface RawAudioStudy {
  /** What a network hears of a clip. */
  readonly excerptSeconds: number;
  readonly epochs: number;
  readonly folds: number;
  readonly networks: readonly SoundScore[];
  readonly classifier: ModelScore;
  readonly regressor: SoundNetworkName;
  /** Empty where the corpus does not know valence and arousal of its clips. */
  readonly affect: readonly AffectScore[];
}

/** Trains networks on excerpts of the sound itself, on folds that share no group, beside logistic regression on features. */
export const rawAudioStudy = kept("raw audio", conduct);

async function conduct(run: Run): Promise<RawAudioStudy> {
  const { corpus, settings } = run;
  const profile: Profile = PROFILES[settings.profile];
  const folds = foldsOf(corpus, settings).slice(0, profile.folds);
  const plan = profile.networks.map((network) => ({ network, criterion: "cross-entropy" as const }));
  const rated = corpus.clips.every(({ valence, arousal }) => valence !== undefined && arousal !== undefined);
  const regressions = rated ? profile.criteria.map((criterion) => ({ network: REGRESSOR, criterion })) : [];
  const tasks = [...plan, ...regressions].flatMap((fit) =>
    folds.map((fold): SoundTask => ({ ...fit, ...fold, epochs: profile.epochs, seed: settings.seed })),
  );
  const results = await runCached<SoundTask, SoundData, SoundResult>({
    label: "networks on sound",
    module: join(__dirname, "sound-worker.js"),
    corpusHash: corpus.hash,
    tasks,
    dataset: () => readExcerpts(corpus),
  });
  const ofFit = (i: number) => results.slice(i * folds.length, (i + 1) * folds.length);
  const [rival] = await baselinePredictions(run, folds, { label: "logistic regression", models: [RIVAL] });
  return {
    excerptSeconds: EXCERPT_SECONDS,
    epochs: profile.epochs,
    folds: folds.length,
    networks: plan.map(({ network }, i) => scoreNetwork(run, network, folds, ofFit(i), rival!)),
    classifier: scorePredictions(rival!),
    regressor: REGRESSOR,
    affect: regressions.flatMap(({ criterion }, i) => scoreAffect(run, criterion, folds, ofFit(plan.length + i))),
  };
}

function scoreNetwork(
  { corpus }: Run,
  name: SoundNetworkName,
  folds: readonly ThreeWayFold[],
  results: readonly SoundResult[],
  rival: Predictions,
): SoundScore {
  const fits = results.map(({ outputs, seconds }) => ({
    predicted: [...argmaxRows({ data: Float32Array.from(outputs), shape: [outputs.length / 4, 4] })],
    probabilities: outputs,
    seconds,
  }));
  const predictions = gatherPredictions(name, folds, fits, labelsOf(corpus), groupsOf(corpus));
  return {
    name,
    score: scorePredictions(predictions),
    difference: pairedDifference(predictions, rival),
    histories: results.map(({ epochs, bestEpoch }) => ({ epochs, bestEpoch })),
    parameters: results[0]!.parameters,
    signatures: results.find(({ signatures }) => signatures.length > 0)?.signatures ?? [],
    firstLayer: results[0]!.firstLayer,
  };
}

function scoreAffect(
  { corpus }: Run,
  criterion: CriterionName,
  folds: readonly ThreeWayFold[],
  results: readonly SoundResult[],
): AffectScore[] {
  const items = folds.flatMap(({ test }) => test);
  const groups = items.map((item) => groupsOf(corpus)[item]!);
  const outputs = results.flatMap((result) => result.outputs);
  return (["valence", "arousal"] as const).map((what, column) => {
    const truth = items.map((item) => corpus.clips[item]![what]!);
    const told = items.map((_, i) => outputs[2 * i + column]!);
    const interval = (measure: (truth: number[], told: number[]) => number) =>
      groupBootstrap(groups, (drawn) =>
        measure(
          drawn.map((i) => truth[i]!),
          drawn.map((i) => told[i]!),
        ),
      );
    return { what, criterion, ccc: interval(concordanceCorrelation), r2: interval(r2Score) };
  });
}
