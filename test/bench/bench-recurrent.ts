import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { messageOf, QuadrantError } from "../../src/errors";
import { kernelState } from "../../src/kernels";
import { type RecurrentPass, recurrentLayers } from "../../src/kernels/recurrent";
import { type Cell, directionsOf, gatesOf, type RecurrentShape, weightSizes } from "../../src/kernels/recurrent/shape";
import { AdamW, clipNorm } from "../../src/networks";
import type { RecordedStep, RecordedSteps } from "../../src/studies";
import { machineNow, writeRecord } from "./record-file";
import { median, ratio, type Timing, Torch, timed, uniform } from "./torch-steps";

const CLASSES = 4;
const SAME_LOSS = 1e-4;

interface Workload extends RecurrentShape {
  readonly name: string;
  readonly repeats: number;
  /** The goal on two quiet cores, in milliseconds a step. */
  readonly goal: number;
}

const LARGE = { batch: 128, steps: 1295, features: 204, units: 128, sequences: false } as const;
const SMALL = { batch: 32, steps: 216, features: 204, units: 64, sequences: false } as const;

const WORKLOADS: readonly Workload[] = [
  { name: "small RNN", cell: "tanh", direction: "forward", ...SMALL, repeats: 15, goal: 12 },
  { name: "small LSTM", cell: "lstm", direction: "forward", ...SMALL, repeats: 15, goal: 27 },
  { name: "RNN", cell: "tanh", direction: "forward", ...LARGE, repeats: 5, goal: 370 },
  { name: "BiRNN", cell: "tanh", direction: "bidirectional", ...LARGE, repeats: 3, goal: 900 },
  { name: "LSTM", cell: "lstm", direction: "forward", ...LARGE, repeats: 3, goal: 1370 },
];

/** One layer, a linear head on its last state, softmax cross-entropy, clipping and AdamW. */
class Network {
  private readonly pass: RecurrentPass;
  private readonly parameters: [Float32Array, Float32Array, Float32Array];
  private readonly optimizer = new AdamW({ learningRate: 1e-4 });

  constructor(
    private readonly shape: RecurrentShape,
    threads: number,
  ) {
    const { features, units, batch } = shape;
    const sizes = weightSizes(shape);
    const directions = directionsOf(shape);
    const weights = uniform(0, directions * sizes.all, units ** -0.5);
    for (let d = 0; d < directions; d++) weights.fill(0, (d + 1) * sizes.all - sizes.bias, (d + 1) * sizes.all);
    const width = directions * units;
    const head = uniform(directions * sizes.all, CLASSES * width, units ** -0.5);
    this.parameters = [weights, head, new Float32Array(CLASSES)];
    this.pass = recurrentLayers().open(shape, threads);
    this.pass.input.set(uniform(0, batch * shape.steps * features, 2));
  }

  step(): number {
    const [weights, head, bias] = this.parameters;
    const states = this.pass.forward(weights, false).slice();
    const width = states.length / this.shape.batch;
    const dStates = new Float32Array(states.length);
    const [dHead, dBias] = [new Float32Array(head.length), new Float32Array(CLASSES)];
    let loss = 0;
    for (let sample = 0; sample < this.shape.batch; sample++) {
      const own = states.subarray(sample * width, (sample + 1) * width);
      const scores = scoresOf(own, head, bias);
      const total = scores.reduce((sum, score) => sum + Math.exp(score), 0);
      loss -= (scores[sample % CLASSES]! - Math.log(total)) / this.shape.batch;
      for (const [c, score] of scores.entries()) {
        const through = (Math.exp(score) / total - Number(c === sample % CLASSES)) / this.shape.batch;
        dBias[c]! += through;
        for (let k = 0; k < width; k++) {
          dHead[c * width + k]! += through * own[k]!;
          dStates[sample * width + k]! += through * head[c * width + k]!;
        }
      }
    }
    const gradients = [this.pass.backward(dStates, false).weights, dHead, dBias];
    clipNorm(gradients, 20);
    this.optimizer.step(this.parameters, gradients);
    return loss;
  }

  /** The first score of the first sample. */
  infer(): number {
    const [weights, head, bias] = this.parameters;
    return scoresOf(this.pass.forward(weights, false), head, bias)[0]!;
  }

  close(): void {
    this.pass.close();
  }
}

function scoresOf(state: Float32Array, head: Float32Array, bias: Float32Array): number[] {
  const width = head.length / CLASSES;
  return [...bias].map((start, c) => {
    let sum = start;
    for (let k = 0; k < width; k++) sum += state[k]! * head[c * width + k]!;
    return sum;
  });
}

const gigaflops = (shape: RecurrentShape, milliseconds: number) => {
  const { batch, steps, features, units } = shape;
  // A product each for the input and the state forward, three back: the input's own gradient is not asked for.
  const products = 2 * features * units + 3 * units * units;
  return (2 * directionsOf(shape) * gatesOf(shape.cell) * batch * steps * products) / milliseconds / 1e6;
};

/** Steps of both in turn, so that both see the same machine. */
async function compareSteps(
  workload: Workload,
  threads: number,
  flush: boolean,
  torch: Torch | undefined,
): Promise<RecordedStep> {
  const network = new Network(workload, threads);
  const { cell, batch, steps, features, units } = workload;
  const bidirectional = workload.direction === "bidirectional";
  await torch?.ask({ cell, bidirectional, batch, steps, features, units, threads, flush });
  const [ours, theirs]: [Timing[], Timing[]] = [[], []];
  // The first step of each compiles, allocates and starts threads.
  for (let repeat = 0; repeat <= workload.repeats; repeat++) {
    const [own, other] = [timed(() => network.step()), await torch?.ask<Timing>({ step: true })];
    if (other !== undefined && !(Math.abs(own.value / other.value - 1) < SAME_LOSS)) {
      throw new QuadrantError("unavailable", `${workload.name}: a loss of ${own.value}, PyTorch's is ${other.value}`);
    }
    if (repeat > 0) ours.push(own);
    if (repeat > 0 && other !== undefined) theirs.push(other);
  }
  network.close();
  const columns = [
    workload.name.padEnd(12),
    ...both(median(ours, "wall"), median(ours, "cpu"), workload),
    ...(torch === undefined ? [] : both(median(theirs, "wall"), median(theirs, "cpu"), workload)),
    ...(torch === undefined
      ? []
      : [ratio(median(theirs, "wall"), median(ours, "wall")), ratio(median(theirs, "cpu"), median(ours, "cpu"))]),
    `goal ${workload.goal} ms`,
  ];
  console.log(columns.join("  "));
  const own = { wall: median(ours, "wall"), cpu: median(ours, "cpu") };
  const gflops = gigaflops(workload, own.wall);
  const pytorch = torch && { wall: median(theirs, "wall"), cpu: median(theirs, "cpu") };
  return { workload: workload.name, quadrant: own, ...(pytorch && { pytorch }), gflops, goal: workload.goal };
}

const both = (wall: number, cpu: number, workload: Workload) => [
  `${wall.toFixed(1)} ms`.padStart(10),
  `${cpu.toFixed(1)} ms CPU`.padStart(14),
  `${gigaflops(workload, wall).toFixed(1)} GFLOP/s`.padStart(14),
];

/** One clip through a network of the large size. */
async function compareInference(cell: Cell, torch: Torch | undefined): Promise<void> {
  const shape: RecurrentShape = { ...LARGE, cell, direction: "forward", batch: 1 };
  const network = new Network(shape, 1);
  await torch?.ask({ ...shape, bidirectional: false, threads: 1, flush: true });
  const [ours, theirs]: [Timing[], Timing[]] = [[], []];
  for (let repeat = 0; repeat < 15; repeat++) {
    ours.push(timed(() => network.infer()));
    const other = await torch?.ask<Timing>({ infer: true });
    if (other !== undefined) theirs.push(other);
  }
  network.close();
  const medians = (times: readonly Timing[]) =>
    `${median(times, "wall").toFixed(1)} ms, ${median(times, "cpu").toFixed(1)} ms CPU`;
  const parts = [`${medians(ours)} (goal 15)`];
  if (torch !== undefined) parts.push(`PyTorch ${medians(theirs)}`);
  console.log(`one clip, ${cell}, one thread: ${parts.join("; ")}`);
}

/**
 * Times PyTorch and quadrant on the same networks, in turn, in one run, and checks that they lose alike. --flush lets
 * PyTorch drop denormal numbers, which it does not do by itself: where gradients fade they cost it much. --json FILE
 * writes the record that the notebook shows.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      threads: { type: "string", default: String(availableParallelism()) },
      only: { type: "string" },
      flush: { type: "boolean" },
      json: { type: "string" },
    },
  });
  const threads = Number(values.threads);
  const torch = await Torch.start("recurrent_torch.py");
  recurrentLayers();
  const { compiled, wide, reason } = kernelState().find(({ name }) => name === "recurrent")!;
  const { date, machine } = machineNow();
  console.log(`${machine}, ${threads} threads; kernel compiled: ${compiled}, wide: ${wide} ${reason}`);
  if (torch === undefined) console.log("without PyTorch: QUADRANT_TORCH_PYTHON names a Python that has it");
  try {
    console.log(
      `step: ours${torch === undefined ? "" : ", PyTorch, and how many times faster by the clock and by CPU"}`,
    );
    const steps: RecordedStep[] = [];
    for (const workload of WORKLOADS) {
      if (values.only === undefined || values.only.split(",").includes(workload.name)) {
        steps.push(await compareSteps(workload, threads, values.flush ?? false, torch));
      }
    }
    if (values.json !== undefined) {
      const record: RecordedSteps = { date, machine, threads, torch: torch?.version ?? "not run", wide, steps };
      writeRecord(values.json, record);
    }
    for (const cell of ["tanh", "lstm"] as const) await compareInference(cell, torch);
  } finally {
    torch?.stop();
  }
}

main().catch((error: unknown) => {
  console.error(messageOf(error));
  process.exitCode = 1;
});
