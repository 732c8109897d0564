import type { ClassWeight } from "../../classifiers/class-weight";
import { QuadrantError } from "../../errors";
import type { ProgressStream } from "../../jobs";
import { CRITERIA, type CriterionName, isRegression } from "./criterion";
import type { EarlyStopping, EpochRecord } from "./history";
import type { OptimizerOptions } from "./optimizer";
import { checkSchedule, type Schedule } from "./schedule";

export interface TrainingOptions {
  readonly epochs: number;
  readonly batchSize: number;
  /**
   * What is made small: the cross-entropy of classes (by default), or in a regression the mean squared error ("mse") or 1
   * less the concordance correlation over the items of a batch ("ccc").
   */
  readonly criterion?: CriterionName;
  /** AdamW with PyTorch's defaults by default. */
  readonly optimizer?: OptimizerOptions;
  /** A constant learning rate by default. */
  readonly schedule?: Schedule;
  /** What the norm of the gradient is clipped to; not by default. */
  readonly clipNorm?: number;
  /** 0 to 1; none by default. */
  readonly labelSmoothing?: number;
  /** How much the items of a class count; all the same by default. */
  readonly classWeight?: ClassWeight;
  readonly earlyStopping?: EarlyStopping;
  /**
   * Whose weights the model has in the end: those of the best epoch on the validation set (by default), or of the last
   * one, whatever its validation.
   */
  readonly keep?: "best" | "last";
  /** Of the order of the batches and of dropout, a whole number; 0 by default. */
  readonly seed?: number;
  /**
   * Where checkpoint.npz and history.csv are written after each epoch. A training that finds its checkpoint there goes on
   * from it, to the same bits as if it had never stopped.
   */
  readonly folder?: string;
  /** What progress is called, "training" by default. */
  readonly label?: string;
  /** Where progress is written; stderr by default, false for nowhere. */
  readonly progress?: ProgressStream | false;
  /** Stops after the batch at work; that of the running notebook cell by default. */
  readonly signal?: AbortSignal;
  readonly onEpoch?: (record: EpochRecord) => void;
}

/** The options that decide what comes out, all given: a checkpoint is only good for the same. */
export interface Recipe {
  readonly batchSize: number;
  readonly criterion: CriterionName;
  readonly optimizer: OptimizerOptions;
  readonly schedule: Schedule;
  /** null for none, as JSON has it. */
  readonly clipNorm: number | null;
  readonly labelSmoothing: number;
  readonly classWeight: ClassWeight;
  readonly seed: number;
}

/** @throws QuadrantError "bad-argument" for an option that cannot be, by its name */
export function recipeOf(options: TrainingOptions): Recipe {
  const { epochs, batchSize, clipNorm = null, labelSmoothing = 0, classWeight = null, seed = 0 } = options;
  const { criterion = "cross-entropy" } = options;
  const { optimizer = { kind: "adamw" }, schedule = { kind: "constant" }, earlyStopping } = options;
  checkWhole("epochs", epochs, 1);
  checkWhole("batchSize", batchSize, 1);
  checkWhole("seed", seed, 0);
  if (earlyStopping !== undefined) checkWhole("patience of earlyStopping", earlyStopping.patience, 1);
  if (clipNorm !== null && !(clipNorm > 0)) refuse("clipNorm", clipNorm, "above 0");
  if (!(labelSmoothing >= 0 && labelSmoothing <= 1)) refuse("labelSmoothing", labelSmoothing, "from 0 to 1");
  checkCriterion(criterion, labelSmoothing, classWeight);
  checkSchedule(schedule);
  return {
    batchSize,
    criterion,
    optimizer,
    // What a default takes from the number of epochs must not change when a training is continued for more of them.
    schedule: schedule.kind === "cosine" ? { tMax: epochs, ...schedule } : schedule,
    clipNorm,
    labelSmoothing,
    classWeight,
    seed,
  };
}

function checkCriterion(criterion: CriterionName, labelSmoothing: number, classWeight: ClassWeight): void {
  if (!CRITERIA.includes(criterion)) {
    throw new QuadrantError("bad-argument", `criterion is ${criterion}: one of ${CRITERIA.join(", ")} is needed`);
  }
  if (!isRegression(criterion) || (labelSmoothing === 0 && classWeight === null)) return;
  throw new QuadrantError(
    "bad-argument",
    `labelSmoothing and classWeight mean nothing for the criterion ${criterion}`,
    {
      remedy: "They are about classes: leave them out of a regression.",
    },
  );
}

function checkWhole(name: string, value: number, atLeast: number): void {
  if (!Number.isInteger(value) || value < atLeast) refuse(name, value, `a whole number from ${atLeast} on`);
}

function refuse(name: string, value: number, wanted: string): never {
  throw new QuadrantError("bad-argument", `${name} is ${value}: ${wanted} is needed`);
}
