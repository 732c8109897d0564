import { join } from "node:path";
import { QuadrantError } from "../errors";
import { labelsOf, type Run } from "../studies";
import { runCached } from "../studies/run-cached";
import type { AuditData, AuditResult, AuditTask } from "./audit-task";
import { type DealtFold, dealFolds, type Example } from "./examples";
import { loadAuditData } from "./load-audit-data";
import { isNetwork, type Protocol } from "./protocol";

/** What came out of a protocol: for each clip, how often it was told right over the repeats, and the score of each fold. */
export interface ProtocolOutcome {
  /** Of each clip, 0 to 1. */
  readonly right: readonly number[];
  /** Accuracy of each fold, in the order they were dealt. */
  readonly folds: readonly number[];
  /** Mean rows to learn from and to be tested on. */
  readonly sizes: { readonly train: number; readonly test: number };
}

export interface ProtocolRunOptions {
  readonly label: string;
  /** Shuffles the labels that are learnt from: chance is what an honest protocol gives. */
  readonly permuteLabels?: boolean;
}

/**
 * Does what a protocol says with its first classifier, on every clip of the corpus: a hold-out is dealt again until each
 * clip was tested, so that the outcome does not hang on which clips were drawn.
 *
 * @throws QuadrantError "bad-argument" when the protocol has no classifier
 */
export async function runProtocol(
  run: Run,
  protocol: Protocol,
  { label, permuteLabels = false }: ProtocolRunOptions,
): Promise<ProtocolOutcome> {
  const model = protocol.models.find((candidate) => !isNetwork(candidate));
  if (model === undefined) {
    throw new QuadrantError("bad-argument", `the protocol ${protocol.name} has no classifier to measure with`, {
      remedy: 'Add one to "models", such as {"name": "LogisticRegression"}.',
    });
  }
  const { clips } = run.corpus;
  const folds = dealFolds(protocol, clips);
  const rowOf = ({ clip, variant }: Example) => variant * clips.length + clip;
  const tasks = folds.map(
    ({ train, test }, fold): AuditTask => ({
      model: { name: model.name, options: model.options },
      features: protocol.features,
      methods: protocol.augmentation?.methods ?? [],
      changeSeed: protocol.seed,
      scaling: protocol.scaling,
      selection: protocol.selection,
      train: train.map(rowOf),
      test,
      permuteLabels,
      seed: protocol.seed + fold,
    }),
  );
  const results = await runCached<AuditTask, AuditData, AuditResult>({
    label,
    module: join(__dirname, "audit-worker.js"),
    corpusHash: run.corpus.hash,
    tasks,
    dataset: () => loadAuditData(run, protocol),
  });
  return outcomeOf(folds, results, labelsOf(run.corpus));
}

function outcomeOf(
  folds: readonly DealtFold[],
  results: readonly AuditResult[],
  labels: readonly number[],
): ProtocolOutcome {
  const right = new Array<number>(labels.length).fill(0);
  const repeats = 1 + Math.max(...folds.map(({ repeat }) => repeat));
  const scores = folds.map(({ test }, fold) => {
    const hits = test.filter((clip, i) => results[fold]!.predicted[i] === labels[clip]);
    for (const clip of hits) right[clip]! += 1 / repeats;
    return hits.length / test.length;
  });
  const mean = (sizes: number[]) => sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
  return {
    right,
    folds: scores,
    sizes: {
      train: mean(folds.map(({ train }) => train.length)),
      test: mean(folds.map(({ test }) => test.length)),
    },
  };
}
