import type { Interval } from "../../evaluation";
import { foldsOf } from "../folds";
import type { ClassifierName } from "../models";
import type { Run } from "../run";
import { accuracyInterval, pairedDifference } from "../scores";
import { type PlannedFits, runAugmentedFits } from "./augmented-fits";
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
  /** Of each model: without augmentation first, then each method alone, then several together. */
  readonly methods: readonly AugmentationWorth[];
  /** What the methods that the study published are worth together, by protocol, of each model. */
  readonly leaks: readonly AugmentationLeak[];
  readonly specAugment: SpecAugmentWorth;
}

interface NamedAugmentation extends Augmentation {
  readonly name: string;
}

/** Measures what changed copies are worth: done right, one by one and together; and done as published. */
export async function augmentationStudy(run: Run): Promise<AugmentationStudy> {
  const { corpus, settings } = run;
  const quick = settings.profile === "quick";
  const methods: readonly ChangeMethod[] = quick ? ["noise", "pitch-shift"] : CHANGE_METHODS;
  const published = STUDY_METHODS.filter((method) => methods.includes(method));
  const augmentations = augmentationsOf(methods, published, !quick);
  const rights = AUGMENTED_MODELS.flatMap((model) =>
    augmentations.map((augmentation) => ({
      model,
      augmentation,
      folds: foldsOf(corpus, settings).map(({ train, validation, test }) => {
        const learnt = [...train, ...validation].sort((a, b) => a - b);
        return augmentedFold({ train: learnt, test }, augmentation, methods, corpus.clips.length);
      }),
    })),
  );
  const wrongs = AUGMENTED_MODELS.map((model) => planLeaks(run, model, methods, published));
  const plans: PlannedFits[] = [...rights, ...wrongs.flat()].map(({ model, folds }) => ({ model, folds }));
  const predictions = await runAugmentedFits(run, methods, plans);
  const named = (model: ClassifierName, name: string) =>
    predictions[rights.findIndex((plan) => plan.model === model && plan.augmentation.name === name)]!;
  return {
    methods: rights.map(({ model, augmentation: { name }, folds }, i) => ({
      method: name,
      model,
      rows: folds.reduce((sum, { train, mixedRows = 0 }) => sum + train.length + mixedRows, 0) / folds.length,
      accuracy: accuracyInterval(predictions[i]!),
      ...(name !== NONE && { difference: pairedDifference(predictions[i]!, named(model, NONE)) }),
      fitSeconds: predictions[i]!.seconds,
    })),
    leaks: AUGMENTED_MODELS.flatMap((model, m) => {
      const first = rights.length + m * wrongs[0]!.length;
      return leaksOf(model, corpus.clips.length, {
        random: predictions.slice(first, first + wrongs[0]!.length),
        unseen: [named(model, NONE), named(model, PUBLISHED)],
      });
    }),
    specAugment: await specAugmentWorth(run),
  };
}

const NONE = "no augmentation";
const PUBLISHED = "the study's together";

function augmentationsOf(
  methods: readonly ChangeMethod[],
  published: readonly ChangeMethod[],
  mixUp: boolean,
): NamedAugmentation[] {
  return [
    { name: NONE, methods: [], mixUp: false },
    ...methods.map((method) => ({ name: method.replace("-", " "), methods: [method], mixUp: false })),
    ...(mixUp ? [{ name: "mix-up", methods: [], mixUp }] : []),
    { name: PUBLISHED, methods: published, mixUp: false },
    ...(mixUp ? [{ name: "all together", methods, mixUp }] : []),
  ];
}
