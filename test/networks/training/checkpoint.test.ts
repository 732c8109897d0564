import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, test } from "node:test";
import { loadTensorFlow, type TrainingOptions, takeItems, train } from "../../../src/networks";
import { risingOrFalling } from "./rising-or-falling";
import { smallNetwork } from "./small-network";

const CHILD = join(__dirname, "train-child.js");
const root = mkdtempSync(join(tmpdir(), "quadrant-training-"));
after(() => rmSync(root, { recursive: true, force: true }));

/** Runs a training in a process, which is killed after `killAfter` epochs. Returns what it printed, line by line. */
async function runChild(folder?: string, killAfter = Number.POSITIVE_INFINITY): Promise<string[]> {
  const child = spawn(process.execPath, [CHILD, ...(folder === undefined ? [] : [folder])], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const lines: string[] = [];
  const ended = once(child, "exit");
  for await (const line of createInterface(child.stdout)) {
    lines.push(line);
    if (lines.length === killAfter) child.kill("SIGKILL");
  }
  await ended;
  return lines;
}

test("a training that is killed twice goes on to the same bits", async () => {
  const folder = join(root, "killed");
  const whole = await runChild();
  const first = await runChild(folder, 3);
  assert.ok(first.length < whole.length, "it was killed before its end");
  const second = await runChild(folder, 4);
  assert.match(second[0]!, /^epoch [4-9]$/, "the second run goes on after the first");
  const third = await runChild(folder);
  assert.notEqual(third[0], "epoch 1");
  assert.deepEqual(JSON.parse(third.at(-1)!), JSON.parse(whole.at(-1)!));
  const rates = JSON.parse(whole.at(-1)!).history.epochs.map((record: { learningRate: number }) => record.learningRate);
  assert.ok(new Set(rates).size > 1, "the schedule did something");
  // Another run has nothing left to do.
  const fourth = await runChild(folder);
  assert.deepEqual(fourth, [third.at(-1)!]);
});

const OPTIONS = {
  epochs: 2,
  batchSize: 16,
  optimizer: { kind: "sgd", learningRate: 0.1, momentum: 0.9 },
  progress: false,
} as const satisfies TrainingOptions;

async function trainIn(folder: string, units = 4, options: Partial<TrainingOptions> = {}, items = 32) {
  const { tf } = await loadTensorFlow();
  const model = smallNetwork(tf, 1, { units });
  const everything = risingOrFalling(40, 1);
  const data = {
    train: takeItems(
      everything,
      Array.from({ length: items }, (_, item) => item),
    ),
    validation: takeItems(everything, [36, 37, 38, 39]),
  };
  const history = await train(model, data, { ...OPTIONS, ...options, folder });
  return { model, history };
}

test("a training may be continued for more epochs", async () => {
  const weights = [];
  for (const steps of [[5], [2, 5]]) {
    const folder = join(root, `continued-${steps.length}`);
    let model: Awaited<ReturnType<typeof trainIn>>["model"] | undefined;
    for (const epochs of steps) ({ model } = await trainIn(folder, 4, { epochs }));
    weights.push(model!.getWeights().map((weight) => [...weight.dataSync()]));
  }
  assert.deepEqual(weights[0], weights[1]);
});

test("the history is a CSV file with a line an epoch", async () => {
  const folder = join(root, "history");
  const { history } = await trainIn(folder);
  const [header, ...lines] = readFileSync(join(folder, "history.csv"), "utf8").trimEnd().split("\n");
  const columns =
    "epoch,learning_rate,train_loss,train_accuracy,validation_loss,validation_accuracy,gradient_norm,largest_gradient_norm";
  assert.equal(header, columns);
  assert.deepEqual(
    lines.map((line) => line.split(",").map(Number)),
    history.epochs.map((record) => [
      record.epoch,
      record.learningRate,
      record.trainLoss,
      record.trainAccuracy,
      record.validationLoss,
      record.validationAccuracy,
      record.gradientNorm,
      record.largestGradientNorm,
    ]),
  );
});

test("Python opens history and checkpoint", async (context) => {
  const folder = join(root, "python");
  const { history } = await trainIn(folder);
  const script = [
    "import csv, json, sys, zipfile",
    "rows = list(csv.DictReader(open(sys.argv[1] + '/history.csv', newline='')))",
    "names = zipfile.ZipFile(sys.argv[1] + '/checkpoint.npz').namelist()",
    "print(json.dumps([[float(row['validation_loss']) for row in rows], names]))",
  ].join("\n");
  const python = spawn("python3", ["-c", script, folder], { stdio: ["ignore", "pipe", "inherit"] });
  let printed = "";
  python.stdout.on("data", (chunk) => {
    printed += chunk;
  });
  const outcome = await new Promise((resolve) => python.on("error", resolve).on("close", resolve));
  if (outcome instanceof Error) return context.skip("there is no python3");
  const [losses, names] = JSON.parse(printed);
  assert.deepEqual(
    losses,
    history.epochs.map(({ validationLoss }) => validationLoss),
  );
  assert.ok(names.includes("weights/0.npy") && names.includes("optimizer/0/0.npy"));
});

test("a checkpoint of another model, other options or other data is refused, and says what differs", async () => {
  const folder = join(root, "other");
  await trainIn(folder);
  const refused = (message: RegExp) => ({ name: "QuadrantError", tag: "bad-store", message });
  await assert.rejects(
    trainIn(folder, 5),
    refused(/of another model: 0:SimpleRNN\(2x4,4x4,4\) there, 0:SimpleRNN\(2x5,/),
  );
  await assert.rejects(
    trainIn(folder, 4, { batchSize: 8 }),
    refused(/other options: batchSize=16 there, batchSize=8 here/),
  );
  await assert.rejects(trainIn(folder, 4, {}, 31), refused(/other data: train=32x12x2:\S+ there, train=31x12x2:/));
});

test("a checkpoint that was cut in half or altered is refused by name", async () => {
  const folder = join(root, "cut");
  await trainIn(folder);
  const path = join(folder, "checkpoint.npz");
  const bytes = readFileSync(path);
  const damages: Record<string, () => void> = {
    cut: () => truncateSync(path, bytes.length >> 1),
    empty: () => truncateSync(path, 0),
    altered: () => {
      const changed = Buffer.from(bytes);
      changed[bytes.length >> 1]! ^= 1;
      writeFileSync(path, changed);
    },
  };
  for (const [name, damage] of Object.entries(damages)) {
    writeFileSync(path, bytes);
    damage();
    await assert.rejects(
      trainIn(folder),
      /the checkpoint \S+checkpoint\.npz cannot be read: .*\n.*delete it to train anew/,
      name,
    );
  }
});

test("a loss that is no number any more keeps the last good checkpoint, and names epoch, batch and norm", async () => {
  const { tf } = await loadTensorFlow();
  const model = smallNetwork(tf, 1, { dropout: 0 });
  const folder = join(root, "diverged");
  const history: number[] = [];
  await assert.rejects(
    train(
      model,
      { train: risingOrFalling(40, 1) },
      {
        ...OPTIONS,
        epochs: 400,
        optimizer: { kind: "sgd", learningRate: 1, momentum: 0, weightDecay: 40 },
        folder,
        onEpoch: ({ epoch }) => void history.push(epoch),
      },
    ),
    (error: Error) => {
      assert.match(
        error.message,
        /the loss became \S+, the norm of its gradient \S+, in epoch \d+, batch [123] of 3\n/,
      );
      assert.match(error.message, /Lower the learning rate \(1\), or set clipNorm\. .* kept in \S+checkpoint\.npz/);
      return true;
    },
  );
  assert.ok(history.length > 0 && existsSync(join(folder, "checkpoint.npz")));
  const finite = model.getWeights().every((weight) => weight.dataSync().every((value) => Number.isFinite(value)));
  assert.ok(finite, "the model has the weights of the last good epoch");
});
