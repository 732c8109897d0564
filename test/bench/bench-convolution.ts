import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import type { LayersModel } from "@tensorflow/tfjs";
import { messageOf, QuadrantError } from "../../src/errors";
import { kernelState } from "../../src/kernels";
import { convolutionKernel } from "../../src/kernels/convolution";
import { loadTensorFlow, type TensorFlow } from "../../src/networks";
import { melCnn, waveformCnn } from "../../src/networks/convolution";
import type { RecordedSoundSpeed } from "../../src/studies";
import { EXCERPT_SIZES } from "../../src/studies/raw-audio/excerpts";
import { BATCH_SIZE, SOUND_NETWORKS } from "../../src/studies/raw-audio/sound-networks";
import { BenchedNetwork, type InputSize } from "./benched-network";
import { machineNow, writeRecord } from "./record-file";
import { median, ratio, type Timing, Torch, timed } from "./torch-steps";

/** Of a loss after each of some steps in float32. */
const SAME_LOSS = 1e-3;

interface Workload {
  readonly name: string;
  readonly size: InputSize;
  readonly make: (tf: TensorFlow, threads: number) => LayersModel;
}

/** What the notebook trains, in batches as it does. */
const OF_THE_NOTEBOOK = Object.entries(SOUND_NETWORKS).map(([name, { input, make }]): Workload => {
  const [steps, features] = EXCERPT_SIZES[input];
  const options = { head: "quadrants", seed: 1, dropout: 0, steps, features } as const;
  return { name, size: [BATCH_SIZE, steps, features], make: (tf, threads) => make(tf, { ...options, threads }) };
});

/** Three seconds at 22,050 Hz. */
const SAMPLES = 66_150;
const [FRAMES, BANDS] = [130, 128];

const LARGE: readonly Workload[] = [
  ...[
    { kernelSizes: [16, 64, 256], filters: 16 },
    { kernelSizes: [64], filters: 48 },
  ].map(
    (first): Workload => ({
      name: `large 1-D CNN, ${first.kernelSizes.join(" + ")}`,
      size: [32, SAMPLES, 1],
      make: (tf, threads) =>
        waveformCnn(tf, { ...first, threads, dropout: 0, widths: [64, 96, 128], samples: SAMPLES, steps: 1 }),
    }),
  ),
  {
    name: "large 2-D CNN on log-mel",
    size: [32, FRAMES, BANDS],
    make: (tf, threads) =>
      melCnn(tf, { threads, dropout: 0, widths: [32, 64, 128, 128], frames: FRAMES, nMels: BANDS }),
  },
];

type Recorded = RecordedSoundSpeed["networks"][number];

/** Steps of both in turn, so that both see the same machine; then one clip, as a user waits for it. */
async function compare(
  tf: TensorFlow,
  { name, size, make }: Workload,
  threads: number,
  repeats: number,
  torch: Torch | undefined,
): Promise<Recorded> {
  const network = new BenchedNetwork(tf, make(tf, threads), size);
  await torch?.ask({ ...network.describe(), threads });
  const inTurn = async (what: "step" | "infer") => {
    const [ours, theirs]: [Timing[], Timing[]] = [[], []];
    // The first one of each compiles, allocates and starts threads.
    for (let repeat = 0; repeat <= repeats; repeat++) {
      const [own, other] = [timed(() => network[what]()), await torch?.ask<Timing>({ [what]: true })];
      // Means of batch normalisation are not kept in the same way, so that predictions differ.
      if (what === "step" && other !== undefined && !(Math.abs(own.value / other.value - 1) < SAME_LOSS)) {
        throw new QuadrantError("unavailable", `${name}: a loss of ${own.value}, PyTorch's is ${other.value}`);
      }
      if (repeat > 0) ours.push(own);
      if (repeat > 0 && other !== undefined) theirs.push(other);
    }
    const [quadrant, pytorch] = [ours, theirs].map((times) => ({
      wall: median(times, "wall"),
      cpu: median(times, "cpu"),
    }));
    const recorded = { quadrant: quadrant!, ...(torch && { pytorch: pytorch! }) };
    print(`${name}, ${what === "step" ? "step" : "one clip"}`, recorded);
    return recorded;
  };
  const recorded = { network: name, batch: size[0], step: await inTurn("step"), clip: await inTurn("infer") };
  network.close();
  return recorded;
}

function print(what: string, { quadrant, pytorch }: Recorded["step"]): void {
  const columnsOf = ({ wall, cpu }: typeof quadrant) => [
    `${wall.toFixed(1)} ms`.padStart(11),
    `${cpu.toFixed(1)} ms CPU`.padStart(15),
  ];
  const columns = [what.padEnd(46), ...columnsOf(quadrant)];
  if (pytorch !== undefined) {
    columns.push(...columnsOf(pytorch), ratio(pytorch.wall, quadrant.wall), ratio(pytorch.cpu, quadrant.cpu));
  }
  console.log(columns.join("  "));
}

/**
 * Times PyTorch and quadrant on the same networks, in turn, in one run, and checks that they lose alike. --only takes names
 * with semicolons between them; --json FILE writes the record that the notebook shows.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      threads: { type: "string", default: String(availableParallelism()) },
      repeats: { type: "string", default: "9" },
      only: { type: "string" },
      json: { type: "string" },
    },
  });
  const { tf } = await loadTensorFlow();
  const torch = await Torch.start("convolution_torch.py");
  convolutionKernel();
  const { compiled, wide, reason } = kernelState().find(({ name }) => name === "convolution")!;
  const threads = Number(values.threads);
  const { date, machine } = machineNow();
  console.log(`${machine}, ${threads} threads; kernel compiled: ${compiled}, wide: ${wide} ${reason}`);
  if (torch === undefined) console.log("without PyTorch: QUADRANT_TORCH_PYTHON names a Python that has it");
  else console.log("ours, PyTorch, and how many times faster by the clock and by CPU");
  const networks: Recorded[] = [];
  try {
    for (const workload of [...OF_THE_NOTEBOOK, ...LARGE]) {
      if (values.only !== undefined && !values.only.split(";").includes(workload.name)) continue;
      networks.push(await compare(tf, workload, threads, Number(values.repeats), torch));
    }
  } finally {
    torch?.stop();
  }
  if (values.json === undefined) return;
  const record: RecordedSoundSpeed = { date, machine, threads, torch: torch?.version ?? "not run", wide, networks };
  writeRecord(values.json, record);
}

main().catch((error: unknown) => {
  console.error(messageOf(error));
  process.exitCode = 1;
});
