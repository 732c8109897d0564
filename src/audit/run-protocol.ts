import { join } from "node:path";
import { QuadrantError } from "../errors";
import { labelsOf, type Run } from "../studies";
import { runCached } from "../studies/cache/run-cached";
import type { AuditData, AuditResult, AuditTask } from "./audit-task";
import { dealFolds, type Example } from "./examples";
import { loadAuditData } from "./load-audit-data";
import { isNetwork, type Protocol } from "./protocol";
import { outcomeOf, type ProtocolOutcome } from "./protocol-outcome";

interface ProtocolRunOptions {
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
