import { join } from "node:path";
import { GRADED_CUES, ORDER_CUES } from "../../corpora/etudes";
import { groupBootstrap, type Interval, r2Score } from "../../evaluation";
import { featureRowNames, STATISTIC_NAMES, STUDY_FEATURES, type StudyFeature } from "../../features";
import { kept } from "../cache/kept-study";
import { runCached } from "../cache/run-cached";
import { groupsOf, labelsOf } from "../run/dataset";
import { foldsOf } from "../run/folds";
import type { Run } from "../run/run";
import type { AblationData, AblationResult, AblationTask } from "./ablation-task";
import type { ColumnRange } from "./feature-kernels";

/** What one feature is worth to ridge regression on the study's fourteen. Differences of accuracy, 0 to 1. */
export interface FeatureWorth {
  readonly feature: StudyFeature;
  readonly columns: number;
  /** Accuracy from this feature alone. */
  readonly alone: Interval;
  /** Accuracy of all features less that of all but this one. */
  readonly leftOut: Interval;
  /** Accuracy lost when test clips exchange this feature among them. */
  readonly exchanged: Interval;
  /** Shapley value: what it adds on average, whatever features are there already. They sum up to what all add. */
  readonly shapley: Interval;
  /** R2 of each cue on unseen clips, from this feature alone; none where the corpus does not know how it was made. */
  readonly cues: Readonly<Record<string, number>>;
}

export interface AblationStudy {
  readonly features: readonly FeatureWorth[];
  /** Accuracy from all of them. */
  readonly all: Interval;
  /** Accuracy without any: the largest class. */
  readonly none: Interval;
  /** Random orders behind the Shapley values. */
  readonly orders: number;
}

/** Random orders in a task, and how many clips' worth of orders a run can afford: a fit costs clips cubed. */
const ORDERS_A_TASK = 8;
const AFFORDABLE = { orders: 64, clips: 320 } as const;

/** Asks what each of the study's features is worth, four ways, on folds that share no group. */
export const ablationStudy = kept("ablation", conduct);

async function conduct(run: Run): Promise<AblationStudy> {
  const { corpus, settings } = run;
  const folds = foldsOf(corpus, settings).map(({ train, validation, test }) => ({
    train: [...train, ...validation].sort((a, b) => a - b),
    test,
  }));
  const batches = Math.max(
    1,
    Math.round((AFFORDABLE.orders / ORDERS_A_TASK) * Math.min(1, AFFORDABLE.clips / corpus.clips.length) ** 2),
  );
  const tasks: AblationTask[] = folds.flatMap((fold) => [
    { kind: "sets" as const, ...fold, seed: settings.seed },
    ...Array.from({ length: batches }, (_, batch) => {
      return { kind: "orders" as const, ...fold, orders: ORDERS_A_TASK, seed: settings.seed * 1000 + batch };
    }),
  ]);
  const results = await runCached<AblationTask, AblationData, AblationResult>({
    label: "ablation",
    module: join(__dirname, "ablation-worker.js"),
    corpusHash: corpus.hash,
    tasks,
    dataset: async () => dataOf(run),
  });
  const sets = results.flatMap((result) => (result.kind === "sets" ? [result] : []));
  const orders = results.flatMap((result) => (result.kind === "orders" ? [result] : []));
  const items = folds.flatMap(({ test }) => test);
  const groups = items.map((item) => groupsOf(corpus)[item]!);
  const interval = (values: readonly number[]) =>
    groupBootstrap(groups, (drawn) => drawn.reduce((sum, i) => sum + values[i]!, 0) / drawn.length);
  const minus = (a: readonly number[], b: readonly number[]) => a.map((value, i) => value - b[i]!);
  const all = sets.flatMap((fold) => fold.all);
  const known = cuesOf(run);
  return {
    all: interval(all),
    none: interval(folds.flatMap((_, fold) => orders[fold * batches]!.empty)),
    orders: batches * ORDERS_A_TASK,
    features: STUDY_FEATURES.map((feature, f) => ({
      feature,
      columns: columnsOf(feature).to - columnsOf(feature).from,
      alone: interval(sets.flatMap(({ alone }) => alone[f]!)),
      leftOut: interval(
        minus(
          all,
          sets.flatMap(({ without }) => without[f]!),
        ),
      ),
      exchanged: interval(
        minus(
          all,
          sets.flatMap(({ exchanged }) => exchanged[f]!),
        ),
      ),
      shapley: interval(folds.flatMap((_, fold) => meanAdded(orders.slice(fold * batches, (fold + 1) * batches), f))),
      cues: Object.fromEntries(
        Object.entries(known).map(([name, values]) => [
          name,
          r2Score(
            items.map((item) => values[item]!),
            sets.flatMap(({ cues }) => cues[f]![name]!),
          ),
        ]),
      ),
    })),
  };
}

function meanAdded(batches: readonly Extract<AblationResult, { kind: "orders" }>[], feature: number): number[] {
  const total = batches.length * ORDERS_A_TASK;
  return batches[0]!.added[feature]!.map(
    (_, i) => batches.reduce((sum, { added }) => sum + added[feature]![i]!, 0) / total,
  );
}

async function dataOf(run: Run): Promise<AblationData> {
  const { summary } = await run.dataset();
  return { summary, labels: labelsOf(run.corpus), features: STUDY_FEATURES.map(columnsOf), cues: cuesOf(run) };
}

/** Where the statistics of a feature stand among the summary statistics. */
function columnsOf(feature: StudyFeature): ColumnRange {
  const isRow = (name: string) => name === feature || /^_\d+$/.test(name.slice(feature.length));
  const rows = featureRowNames().flatMap((name, row) => (name.startsWith(feature) && isRow(name) ? [row] : []));
  return { from: rows[0]! * STATISTIC_NAMES.length, to: (rows.at(-1)! + 1) * STATISTIC_NAMES.length };
}

const CUES: readonly string[] = [...Object.keys(GRADED_CUES), "mode", ...Object.keys(ORDER_CUES)];

/** The cues that every clip was made from, where the corpus is composed; of two words the first is 1, the second 0. */
function cuesOf({ corpus: { clips } }: Run): Record<string, number[]> {
  const known = CUES.filter((name) => clips.every(({ cues }) => cues?.[name] !== undefined));
  return Object.fromEntries(
    known.map((name) => {
      const values = clips.map(({ cues }) => cues![name]!);
      const [first] = [...new Set(values)].sort();
      return [name, values.map((value) => (typeof value === "number" ? value : Number(value === first)))];
    }),
  );
}
