import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { KernelClient } from "../../../src/kernel/kernel-client";
import type { Json } from "../../../src/kernel/wire";

let kernel: KernelClient;
before(async () => {
  kernel = await KernelClient.start();
});
after(() => kernel.shutdown());

/** @param onText is told whenever the cell prints */
async function execute(code: string, onText?: () => void): Promise<{ status: unknown; printed: string }> {
  let printed = "";
  const onOutput = (type: string, content: Json): void => {
    if (type !== "stream") return;
    printed += String(content.text);
    onText?.();
  };
  const reply = await kernel.execute(code, { onOutput, timeoutMs: 60_000 });
  return { status: reply.content.status, printed };
}

const milliseconds = (count: number) => new Promise((resolve) => setTimeout(resolve, count));

/** Each batch keeps the thread for 700 ms, longer than the kernel waits before it cuts code off. */
const TRAINING = `
import { loadTensorFlow, train, sequencesInMemory } from "quadrant/networks";
const { tf } = await loadTensorFlow();
const model = tf.sequential({
  layers: [
    tf.layers.flatten({ inputShape: [2, 2] }),
    tf.layers.dense({ units: 2, activation: "softmax" }),
  ],
});
const source = sequencesInMemory({ data: new Float32Array(32).map((_, i) => Math.sin(i)), shape: [8, 2, 2] });
const flatten = model.layers[0];
const call = flatten.call.bind(flatten);
const seen = { begun: 0, ended: 0, ending: "none" };
(globalThis as { seen?: typeof seen }).seen = seen;
flatten.call = (...given) => {
  seen.begun++;
  for (const from = Date.now(); Date.now() - from < 700; );
  seen.ended++;
  return call(...given);
};
const training = train(model, { train: { source, labels: [0, 1, 0, 1, 0, 1, 0, 1] } }, { epochs: 2, batchSize: 2 });
training.catch((error) => {
  seen.ending = error.tag + ": " + error.message;
});
await training;
`;

test("interrupting a cell stops its training after the batch at work, and shows progress until then", async () => {
  let begin: () => void = () => undefined;
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const running = execute(TRAINING, begin);
  await Promise.race([begun, running]);
  // In the middle of the second batch.
  await milliseconds(200);
  await kernel.interrupt();
  const { status, printed } = await running;
  assert.equal(status, "error");
  assert.match(printed, /\rtraining: 1 of 8, \S+\/s, .* left, epoch 1 loss \d\.\d+ acc \d\.\d+/);
  await milliseconds(1500);
  const after = await execute(
    "const { begun, ended, ending } = (globalThis as any).seen; console.log(begun - ended, begun, ending)",
  );
  assert.match(after.printed, /^0 [23] interrupted: stopped in epoch 1 after [23] of 4 batches of the train set/);
});
