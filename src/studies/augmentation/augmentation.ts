import type { Interval } from "../../evaluation";
import { MT19937 } from "../../random";
import { kept } from "../cache/kept-study";
import type { ClassifierName } from "../fits/models";
import { foldsOf } from "../run/folds";
import type { Run } from "../run/run";
import { accuracyInterval, pairedDifference } from "../run/scores";
import { runAugmentedFits } from "./augmented-fits";
import { type Augmentation, augmentedFold } from "./augmented-fold";
import { CHANGE_METHODS, type ChangeMethod, STUDY_METHODS } from "./change-clip";
import { type AugmentationLeak, leaksOf, planLeaks } from "./leaks";
import { type SpecAugmentWorth, specAugmentWorth } from "./spec-augment-worth";

export const AUGMENTED_MODELS = [
  "logistic regression, C = 0.01",
  "random forest",
] as const satisfies readonly ClassifierName[];

/** What one way to augment the training clips is worth to one classifier, on unseen groups. */
export interface AugmentationWorth {
  readonly method: string;
  readonly model: ClassifierName;
  /** Mean number of rows that a fit learnt from. */
  readonly rows: number;
  readonly accuracy: Interval;
  /** Accuracy less that without augmentation, the same clips tested; undefined for that itself. */
  readonly difference?: Interval;
  /** Sum over the folds. */
  readonly fitSeconds: number;
}

export interface AugmentationStudy {
  /** Which share of the clips has copies, 0 to 1; in `leaks` all have. */
  readonly copiedShare: number;
  /** Of each model: without augmentation first, then each method alone, then all together. */
  readonly methods: readonly AugmentationWorth[];
  /** What the methods that the study published are worth together, by protocol, of each model. */
  readonly leaks: readonly AugmentationLeak[];
  readonly specAugment: SpecAugmentWorth;
}

interface NamedAugmentation extends Omit<Augmentation, "copied"> {
  readonly name: string;
}

/** Measures what changed copies are worth: done right, one by one and together; and done as published. */
export const augmentationStudy = kept("augmentation", conduct);

async function conduct(run: Run): Promise<AugmentationStudy> {
  const { corpus, settings } = run;
  const clips = corpus.clips.length;
  const quick = settings.profile === "quick";
  const methods: readonly ChangeMethod[] = quick ? ["noise", "pitch-shift"] : CHANGE_METHODS;
  const published = STUDY_METHODS.filter((method) => methods.includes(method));
  const drawn = drawClips(clips, settings);
  const copied = new Set(drawn);
  const folds = foldsOf(corpus, settings).map(({ train, validation, test }) => ({
    train: [...train, ...validation].sort((a, b) => a - b),
    test,
  }));
  const right = AUGMENTED_MODELS.flatMap((model) =>
    augmentationsOf(methods, !quick).map(({ name, ...augmentation }) => ({
      model,
      name,
      folds: folds.map((fold) => augmentedFold(fold, { ...augmentation, copied }, methods, clips)),
    })),
  );
  const leaky = AUGMENTED_MODELS.map((model) => planLeaks(run, { model, folds, methods, published }));
  const predictions = await runAugmentedFits(
    run,
    // The published protocol copies every clip.
    methods.map((method) => ({ method, clips: published.some((own) => own === method) ? undefined : drawn })),
    [...right, ...leaky.flat()],
  );
  const plain = (model: ClassifierName) =>
    predictions[right.findIndex((plan) => plan.model === model && plan.name === NONE)]!;
  return {
    copiedShare: drawn.length / clips,
    methods: right.map(({ model, name, folds: own }, i) => ({
      method: name,
      model,
      rows: own.reduce((sum, { train, mixedRows = 0 }) => sum + train.length + mixedRows, 0) / own.length,
      accuracy: accuracyInterval(predictions[i]!),
      ...(name !== NONE && { difference: pairedDifference(predictions[i]!, plain(model)) }),
      fitSeconds: predictions[i]!.seconds,
    })),
    leaks: AUGMENTED_MODELS.flatMap((model, m) => {
      const first = right.length + m * leaky[m]!.length;
      return leaksOf(model, clips, plain(model), predictions.slice(first, first + leaky[m]!.length));
    }),
    specAugment: await specAugmentWorth(run),
  };
}

/** Copies cost more than all fits, so that only `paper` copies every clip by every method. */
const COPIED_SHARE = { quick: 1 / 2, standard: 1 / 4, paper: 1 } as const;

function drawClips(clips: number, { profile, seed }: Run["settings"]): number[] {
  const order = new MT19937([seed, 6]).permutation(clips);
  return order.slice(0, Math.ceil(COPIED_SHARE[profile] * clips)).sort((a, b) => a - b);
}

const NONE = "no augmentation";

function augmentationsOf(methods: readonly ChangeMethod[], mixUp: boolean): NamedAugmentation[] {
  return [
    { name: NONE, methods: [], mixUp: false },
    ...methods.map((method) => ({ name: method.replace("-", " "), methods: [method], mixUp: false })),
    ...(mixUp ? [{ name: "mix-up", methods: [], mixUp }] : []),
    ...(mixUp ? [{ name: "all together", methods, mixUp }] : []),
  ];
}
