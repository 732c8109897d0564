import { quantileSorted } from "simple-statistics";
import { groupBootstrap, type Interval } from "../../evaluation";
import { MT19937 } from "../../random";
import { kept } from "../cache/kept-study";
import type { FitResult, FitTask } from "../fits/fit-task";
import type { ClassifierName } from "../fits/models";
import { runFits } from "../fits/run-fits";
import { type NetworkName, type NetworkTask, runNetworks, trainingOf } from "../networks";
import { groupsOf, labelsOf } from "../run/dataset";
import { foldsOf, type ThreeWayFold } from "../run/folds";
import type { Run } from "../run/run";
import { accuracyInterval, gatherPredictions, type Predictions, pairedDifference, rightByItem } from "../run/scores";
import { drawGroups } from "./draw-groups";
import { errorAfter, favouredLaw, fitLaw, type GrowthLaw, LAW_NAMES, type LawName } from "./growth-law";
import { holdOutValidation } from "./hold-out-validation";

/** Shares of the training clips that a model may learn from: sizes double, with one in between towards the end. */
const SHARES = {
  quick: [1 / 4, 1 / 2, 1],
  standard: [1 / 16, 1 / 8, 3 / 16, 1 / 4, 3 / 8, 1 / 2, 3 / 4, 1],
  paper: [1 / 16, 1 / 8, 3 / 16, 1 / 4, 3 / 8, 1 / 2, 3 / 4, 1],
} as const;

/** From simple to complex. */
const CLASSIFIERS = ["nearest neighbour", "logistic regression, C = 0.01", "random forest"] as const;
const SIMPLE: ClassifierName = "logistic regression, C = 0.01";
const NETWORK: NetworkName = "simple RNN";

/** How often the smaller sets are drawn anew. A network's training takes long, so it gets one. */
const DRAWS = { classifier: 3, network: 1 };

/** The size that the study reached with its second corpus. */
export const TARGET_CLIPS = 14_000;
const BOOTSTRAPS = 300;
/** Points that are hidden to see how well a law foretells them. */
const HIDDEN = 2;

/** One point of a learning curve. */
export interface SizePoint {
  readonly model: string;
  /** Mean number of training clips over folds and draws, validation clips included. */
  readonly clips: number;
  readonly fits: number;
  readonly accuracy: Interval;
}

/** What a model gains from its smallest to its largest training set, on the same test clips, and what is to come. */
export interface Growth {
  readonly model: string;
  /** Mean number of training clips of the two sets. */
  readonly from: number;
  readonly to: number;
  readonly gain: Interval;
  /** The three laws, fitted to all points; the first is the one that these points favour. */
  readonly laws: readonly GrowthLaw[];
  /** Accuracy at TARGET_CLIPS by the favoured law; the interval draws groups anew, and chooses the law anew, each time. */
  readonly extrapolated: Interval;
  /** Accuracy at TARGET_CLIPS by each law: how far they lie apart is what the points cannot tell. */
  readonly byLaw: Readonly<Record<LawName, number>>;
  /** The largest sizes foretold from the others; undefined with too few sizes. */
  readonly hidden?: { readonly clips: number; readonly foretold: Interval; readonly measured: Interval } | undefined;
}

export interface DatasetSizeStudy {
  readonly curve: readonly SizePoint[];
  readonly growth: readonly Growth[];
  /** Whether the most complex model gains on the simple one. */
  readonly closing: {
    readonly complex: string;
    readonly simple: string;
    /** Accuracy of the complex model less that of the simple one with all training clips. */
    readonly atLargest: Interval;
    /** The same less what it is with the fewest training clips. */
    readonly gainedMore: Interval;
  };
  /** Training clips from which on the complex model is better by the favoured laws; undefined where they never cross. */
  readonly crossing?: number | undefined;
}

interface Point extends Omit<SizePoint, "accuracy"> {
  readonly predictions: Predictions;
}

/** Accuracy on unseen groups against the number of training clips. */
export const datasetSizeStudy = kept("dataset size", conduct);

async function conduct(run: Run): Promise<DatasetSizeStudy> {
  const points = [...(await classifierPoints(run)), ...(await networkPoints(run))];
  const models = [...new Set(points.map(({ model }) => model))];
  const of = (model: string) => points.filter((point) => point.model === model);
  const growth = models.map((model) => growthOf(model, of(model), run.settings.seed));
  const [simple, complex] = [of(SIMPLE).at(-1)!, of(NETWORK).at(-1)!];
  const lawOf = (name: string) => growth.find(({ model }) => model === name)!.laws[0]!;
  return {
    curve: points.map(({ predictions, ...point }) => ({ ...point, accuracy: accuracyInterval(predictions) })),
    growth,
    closing: {
      simple: SIMPLE,
      complex: NETWORK,
      atLargest: pairedDifference(complex.predictions, simple.predictions),
      gainedMore: gainedMore(of(NETWORK), of(SIMPLE)),
    },
    crossing: crossingOf(lawOf(NETWORK), lawOf(SIMPLE), complex.clips),
  };
}

/** A fold whose training clips were thinned out. */
interface DrawnFold {
  readonly learnt: readonly number[];
  readonly fold: ThreeWayFold;
}

function drawnFolds({ corpus, settings }: Run, share: number, draws: number): DrawnFold[] {
  const folds = foldsOf(corpus, settings);
  return Array.from({ length: share === 1 ? 1 : draws }, (_, draw) => draw).flatMap((draw) =>
    folds.map((fold, i) => {
      const available = [...fold.train, ...fold.validation].sort((a, b) => a - b);
      const wanted = share * available.length;
      const seed = [settings.seed, i, draw];
      return { fold, learnt: share === 1 ? available : drawGroups(corpus.clips, available, wanted, seed) };
    }),
  );
}

async function classifierPoints(run: Run): Promise<Point[]> {
  const { corpus, settings, dataset } = run;
  const planned = CLASSIFIERS.flatMap((model) =>
    SHARES[settings.profile].map((share) => ({ model, folds: drawnFolds(run, share, DRAWS.classifier) })),
  );
  const tasks: FitTask[] = planned.flatMap(({ model, folds }) =>
    folds.map(({ fold: { test }, learnt }) => ({ model, train: learnt, test, seed: settings.seed })),
  );
  const fits = await runFits(tasks, { label: "classifiers of all sizes", corpusHash: corpus.hash, dataset });
  return pointsOf(run, planned, fits);
}

async function networkPoints(run: Run): Promise<Point[]> {
  const { corpus, settings } = run;
  const [labels, groups] = [labelsOf(corpus), groupsOf(corpus)];
  const training = await trainingOf(run, NETWORK);
  const planned = SHARES[settings.profile].map((share) => ({
    model: NETWORK,
    folds: drawnFolds(run, share, DRAWS.network),
  }));
  const tasks: NetworkTask[] = planned.flatMap(({ folds }) =>
    folds.map(({ fold: { test }, learnt }) => ({
      ...training,
      ...holdOutValidation(learnt, labels, groups, settings.seed),
      test,
      seed: settings.seed,
    })),
  );
  return pointsOf(run, planned, await runNetworks(run, tasks, "networks of all sizes"));
}

function pointsOf(
  { corpus }: Run,
  planned: readonly { readonly model: string; readonly folds: readonly DrawnFold[] }[],
  fits: readonly Omit<FitResult, "columns">[],
): Point[] {
  let from = 0;
  return planned.map(({ model, folds }) => {
    const own = fits.slice(from, from + folds.length);
    from += folds.length;
    return {
      model,
      clips: folds.reduce((sum, { learnt }) => sum + learnt.length, 0) / folds.length,
      fits: folds.length,
      predictions: gatherPredictions(
        model,
        folds.map(({ fold }) => fold),
        own,
        labelsOf(corpus),
        groupsOf(corpus),
      ),
    };
  });
}

/** What one model gains from its fewest to all training clips, less what the other does, the same clips tested. */
function gainedMore(one: readonly Point[], other: readonly Point[]): Interval {
  const gainOf = (points: readonly Point[]) => {
    const [first, last] = [points[0]!, points.at(-1)!].map(({ predictions }) => rightByItem(predictions));
    return (item: number) => last!.get(item)! - first!.get(item)!;
  };
  const [own, others] = [gainOf(one), gainOf(other)];
  const { items, groups } = one.at(-1)!.predictions;
  const more = items.map((item) => own(item) - others(item));
  return groupBootstrap(groups, (drawn) => drawn.reduce((sum, i) => sum + more[i]!, 0) / drawn.length);
}

function growthOf(model: string, points: readonly Point[], seed: number): Growth {
  const [smallest, largest] = [points[0]!, points.at(-1)!];
  const drawn = drawCurves(points, seed);
  const measured = points.map(({ clips, predictions }) => ({
    clips,
    error: 1 - accuracyInterval(predictions).estimate,
  }));
  const laws = LAW_NAMES.map((name) => fitLaw(name, measured)).sort((a, b) => a.aicc - b.aicc);
  const at = (clips: number, curve: typeof measured) => 1 - errorAfter(favouredLaw(curve), clips);
  const shown = points.length - HIDDEN;
  return {
    model,
    from: smallest.clips,
    to: largest.clips,
    gain: pairedDifference(largest.predictions, smallest.predictions),
    laws,
    extrapolated: spread(
      at(TARGET_CLIPS, measured),
      drawn.map((curve) => at(TARGET_CLIPS, curve)),
    ),
    byLaw: Object.fromEntries(laws.map((law) => [law.name, 1 - errorAfter(law, TARGET_CLIPS)])) as Growth["byLaw"],
    ...(shown >= 4 && {
      hidden: {
        clips: largest.clips,
        foretold: spread(
          at(largest.clips, measured.slice(0, shown)),
          drawn.map((curve) => at(largest.clips, curve.slice(0, shown))),
        ),
        measured: accuracyInterval(largest.predictions),
      },
    }),
  };
}

/** Learning curves as other groups would have given them: whole groups are drawn, the same for all sizes. */
function drawCurves(points: readonly Point[], seed: number): { clips: number; error: number }[][] {
  const right = points.map(({ predictions }) => rightByItem(predictions));
  const { items, groups } = points[0]!.predictions;
  const members = new Map<string, Set<number>>();
  items.forEach((item, i) => {
    members.set(groups[i]!, (members.get(groups[i]!) ?? new Set()).add(item));
  });
  const all = [...members.values()];
  const random = new MT19937([seed, 6]);
  return Array.from({ length: BOOTSTRAPS }, () => {
    const drawn = all.flatMap(() => [...all[Math.floor(random.random() * all.length)]!]);
    return points.map(({ clips }, i) => ({
      clips,
      error: 1 - drawn.reduce((sum, item) => sum + right[i]!.get(item)!, 0) / drawn.length,
    }));
  });
}

function spread(estimate: number, values: readonly number[]): Interval {
  const sorted = [...values].sort((a, b) => a - b);
  return { estimate, low: quantileSorted(sorted, 0.025), high: quantileSorted(sorted, 0.975), level: 0.95 };
}

/** The first size, from what was measured up to the target, at which the complex model is expected to be better. */
function crossingOf(complex: GrowthLaw, simple: GrowthLaw, measured: number): number | undefined {
  for (let clips = measured; clips <= TARGET_CLIPS; clips *= 1.02) {
    if (errorAfter(complex, clips) < errorAfter(simple, clips)) return clips;
  }
  return undefined;
}
