import { Progress, type ProgressStream } from "../../jobs";
import type { TrainingOptions } from "./options";
import type { TrainingData } from "./train-epoch";

/** Batches done, time left, loss and accuracy of a training, in a terminal, a notebook cell or a log. */
export class TrainingProgress {
  private readonly stream: ProgressStream | undefined;
  private readonly progress: Progress | undefined;

  /** @param epochsDone by a run before this one */
  constructor(
    { progress = process.stderr, label = "training", ...options }: TrainingOptions,
    data: TrainingData,
    epochsDone: number,
  ) {
    const batches = Math.ceil(data.train.source.shape[0] / options.batchSize);
    const left = Math.max(0, options.epochs - epochsDone) * batches;
    this.stream = progress === false ? undefined : progress;
    this.progress = this.stream === undefined || left === 0 ? undefined : new Progress(label, left, this.stream);
  }

  /** Counts a batch as done; loss and accuracy, if any, are those of the epoch so far. */
  tick(epoch: number, loss: number, accuracy: number | null): void {
    const right = accuracy === null ? "" : ` acc ${accuracy.toFixed(2)}`;
    this.progress?.tick(1, `epoch ${epoch} loss ${loss.toFixed(3)}${right}`);
  }

  done(): void {
    this.progress?.done();
  }

  say(text: string): void {
    this.stream?.write(`${text}\n`);
  }
}
