import { formatSeconds } from "../jobs";

/** One stage of the main job and how long it took. */
export interface StageTime {
  readonly name: string;
  readonly seconds: number;
}

/** Times the stages of a run, one after the other. */
export class Stages {
  private readonly finished: StageTime[] = [];

  /** Runs a stage, keeps its time, failed or not, and hands on what it returns. */
  async run<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
    process.stderr.write(`== ${name}\n`);
    const started = performance.now();
    try {
      return await work();
    } finally {
      this.finished.push({ name, seconds: (performance.now() - started) / 1000 });
    }
  }

  get times(): readonly StageTime[] {
    return this.finished;
  }

  /** A line a stage and the total. */
  summary(): string {
    const total = this.finished.reduce((sum, { seconds }) => sum + seconds, 0);
    const rows = [...this.finished, { name: "total", seconds: total }];
    return rows.map(({ name, seconds }) => `${name.padEnd(28)}${formatSeconds(seconds).padStart(12)}`).join("\n");
  }
}
