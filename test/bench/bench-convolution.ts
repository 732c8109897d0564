import { availableParallelism, cpus } from "node:os";
import { parseArgs } from "node:util";
import type { LayersModel, Variable } from "@tensorflow/tfjs";
import { messageOf, QuadrantError } from "../../src/errors";
import { kernelState } from "../../src/kernels";
import { convolutionKernel } from "../../src/kernels/convolution";
import { AdamW, loadTensorFlow, type TensorFlow } from "../../src/networks";
import { melCnn, waveformCnn } from "../../src/networks/convolution";
import { median, ratio, type Timing, Torch, timed, uniform } from "./torch-steps";

const CLASSES = 4;
/** Of a loss after each of some steps in float32. */
const SAME_LOSS = 1e-3;
const BATCH = 32;
/** Three seconds. */
const SAMPLES = 66_150;
const [FRAMES, BANDS] = [130, 128];

interface Workload {
  readonly name: string;
  readonly network: "waveform" | "log-mel";
  readonly widths: readonly number[];
  readonly kernelSizes: readonly number[];
  readonly filters: number;
  /** Of what goes in; its numbers are the same on both sides. */
  readonly size: readonly number[];
}

const WAVEFORM = { network: "waveform", widths: [64, 96, 128], size: [BATCH, SAMPLES] } as const;
const WORKLOADS: readonly Workload[] = [
  { ...WAVEFORM, name: "waveform, 16 + 64 + 256", kernelSizes: [16, 64, 256], filters: 16 },
  { ...WAVEFORM, name: "waveform, 64", kernelSizes: [64], filters: 48 },
  {
    ...{ name: "log-mel", network: "log-mel", widths: [32, 64, 128, 128], kernelSizes: [], filters: 0 },
    size: [BATCH, FRAMES, BANDS],
  },
];

/** A network of quadrant with the weights that convolution_torch.py gives its own. */
class Network {
  private readonly model: LayersModel;
  private readonly variables: Variable[];
  private readonly optimizer = new AdamW({ learningRate: 1e-4 });
  private readonly x: Float32Array;

  constructor(
    private readonly tf: TensorFlow,
    private readonly workload: Workload,
    threads: number,
  ) {
    const { network, kernelSizes, filters, widths, size } = workload;
    const own = { threads, dropout: 0, widths };
    this.model =
      network === "waveform"
        ? waveformCnn(tf, { ...own, kernelSizes, filters, samples: SAMPLES, steps: 1 })
        : melCnn(tf, { ...own, frames: FRAMES, nMels: BANDS });
    this.variables = this.model.trainableWeights.map((weight) => weight.read() as Variable);
    this.x = uniform(
      0,
      size.reduce((product, side) => product * side, 1),
      1,
    );
    let start = 0;
    for (const variable of this.variables) {
      // Biases and normalisation begin alike.
      if (variable.rank < 2) continue;
      const fan = variable.size / variable.shape.at(-1)!;
      tf.tidy(() => variable.assign(tf.tensor(uniform(start, variable.size, fan ** -0.5), variable.shape) as Variable));
      start += variable.size;
    }
  }

  step(): number {
    const { tf, variables } = this;
    return tf.tidy(() => {
      const [items] = this.workload.size as [number];
      const wanted = tf.oneHot(
        tf.tensor1d(
          Array.from({ length: items }, (_, i) => i % CLASSES),
          "int32",
        ),
        CLASSES,
      );
      const { value, grads } = tf.variableGrads(() => {
        const logs = tf.log(this.model.apply(this.input(items), { training: true }) as ReturnType<typeof tf.log>);
        return tf.neg(tf.mean(tf.sum(tf.mul(wanted, logs), 1))).asScalar();
      }, variables);
      const parameters = variables.map((variable) => variable.dataSync() as Float32Array);
      this.optimizer.step(
        parameters,
        variables.map(({ name }) => grads[name]!.dataSync() as Float32Array),
      );
      for (const [i, variable] of variables.entries()) {
        variable.assign(tf.tensor(parameters[i]!, variable.shape) as Variable);
      }
      return value.dataSync()[0]!;
    });
  }

  infer(): number {
    return this.tf.tidy(() => (this.model.predict(this.input(1)) as ReturnType<typeof this.input>).dataSync()[0]!);
  }

  close(): void {
    this.model.dispose();
  }

  private input(items: number) {
    const [, steps, features = 1] = this.workload.size as [number, number, number?];
    return this.tf.tensor3d(this.x.subarray(0, items * steps * features), [items, steps, features]);
  }
}

/** Steps of both in turn, so that both see the same machine; then one clip, as a user waits for it. */
async function compare(tf: TensorFlow, workload: Workload, threads: number, repeats: number, torch?: Torch) {
  const network = new Network(tf, workload, threads);
  await torch?.ask({ ...workload, threads });
  for (const what of ["step", "infer"] as const) {
    const [ours, theirs]: [Timing[], Timing[]] = [[], []];
    // The first one of each compiles, allocates and starts threads.
    for (let repeat = 0; repeat <= repeats; repeat++) {
      const [own, other] = [timed(() => network[what]()), await torch?.ask<Timing>({ [what]: true })];
      // Means of batch normalisation are not kept in the same way, so that predictions differ.
      if (what === "step" && other !== undefined && !(Math.abs(own.value / other.value - 1) < SAME_LOSS)) {
        throw new QuadrantError("unavailable", `${workload.name}: a loss of ${own.value}, PyTorch's is ${other.value}`);
      }
      if (repeat > 0) ours.push(own);
      if (repeat > 0 && other !== undefined) theirs.push(other);
    }
    const columns = [`${workload.name}, ${what === "step" ? "step" : "one clip"}`.padEnd(34), ...columnsOf(ours)];
    if (torch !== undefined) {
      columns.push(...columnsOf(theirs));
      for (const key of ["wall", "cpu"] as const) columns.push(ratio(median(theirs, key), median(ours, key)));
    }
    console.log(columns.join("  "));
  }
  network.close();
}

const columnsOf = (times: readonly Timing[]) => [
  `${median(times, "wall").toFixed(1)} ms`.padStart(11),
  `${median(times, "cpu").toFixed(1)} ms CPU`.padStart(15),
];

/** Times PyTorch and quadrant on the same networks, in turn, in one run, and checks that they lose alike. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      threads: { type: "string", default: String(availableParallelism()) },
      repeats: { type: "string", default: "5" },
      only: { type: "string" },
    },
  });
  const { tf } = await loadTensorFlow();
  const torch = await Torch.start("convolution_torch.py");
  convolutionKernel();
  const { compiled, wide, reason } = kernelState().find(({ name }) => name === "convolution")!;
  const threads = Number(values.threads);
  console.log(`${cpus()[0]?.model.trim()}, ${threads} threads; kernel compiled: ${compiled}, wide: ${wide} ${reason}`);
  if (torch === undefined) console.log("without PyTorch: QUADRANT_TORCH_PYTHON names a Python that has it");
  else console.log("ours, PyTorch, and how many times faster by the clock and by CPU");
  try {
    for (const workload of WORKLOADS) {
      if (values.only !== undefined && values.only !== workload.name) continue;
      await compare(tf, workload, threads, Number(values.repeats), torch);
    }
  } finally {
    torch?.stop();
  }
}

main().catch((error: unknown) => {
  console.error(messageOf(error));
  process.exitCode = 1;
});
