import { formatSeconds } from "../jobs";

/** One stage of the main job and how long it took. */
export interface StageTime {
  readonly name: string;
  readonly seconds: number;
}

/** Times the stages of a run, which may run beside each other. */
export class Stages {
  private readonly begun = performance.now();
  private readonly stages: { readonly name: string; seconds: number | undefined }[] = [];

  /** Runs a stage, keeps its time, failed or not, and hands on what it returns. */
  async run<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
    process.stderr.write(`== ${name}\n`);
    const started = performance.now();
    const stage: (typeof this.stages)[number] = { name, seconds: undefined };
    this.stages.push(stage);
    try {
      return await work();
    } finally {
      stage.seconds = secondsSince(started);
    }
  }

  /** Of the stages that have ended, in the order in which they began. */
  get times(): readonly StageTime[] {
    return this.stages.flatMap(({ name, seconds }) => (seconds === undefined ? [] : [{ name, seconds }]));
  }

  /** By the clock, since the first one began: less than the sum of stages that ran beside each other. */
  get total(): number {
    return secondsSince(this.begun);
  }

  /** A line a stage and the total. */
  summary(): string {
    const rows = [...this.times, { name: "total", seconds: this.total }];
    return rows.map(({ name, seconds }) => `${name.padEnd(28)}${formatSeconds(seconds).padStart(12)}`).join("\n");
  }
}

const secondsSince = (started: number): number => (performance.now() - started) / 1000;
