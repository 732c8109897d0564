import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import type { LayersModel } from "@tensorflow/tfjs";
import { accelerate, loadTensorFlow, type TensorFlow } from "../../../src/networks";
import { predictions, trainHead } from "./head";
import type { Found } from "./without-native";

/** Float32 on both sides, summed in different orders. */
const SAME = 1e-5;
/** Rounding grows from update to update. */
const SAME_TRAINED = 1e-4;

const folder = process.env.QUADRANT_TFJS_NODE;
const skip = folder === undefined && "QUADRANT_TFJS_NODE is not set: see test/networks/tfjs-node/build.sh";

function assertNear(found: readonly number[], expected: readonly number[], tolerance: number): void {
  assert.equal(found.length, expected.length);
  const at = expected.findIndex((value, i) => !(Math.abs(value - found[i]!) <= tolerance));
  assert.equal(at, -1, `value ${at} is ${found[at]}, not ${expected[at]}`);
}

/** Runs the other half, where tfjs-node is not to be found. */
function withoutNative<Answer>(task: "make" | "read", model: string): Answer {
  const { QUADRANT_TFJS_NODE: _, ...env } = process.env;
  const program = join(__dirname, "without-native.js");
  return JSON.parse(execFileSync(process.execPath, [program, task, model], { env, encoding: "utf8" }));
}

describe("tfjs-node", { skip }, () => {
  const model = mkdtempSync(join(tmpdir(), "quadrant-native-"));
  let tf: TensorFlow;
  let found: Found;

  before(async () => {
    found = withoutNative<Found>("make", model);
    const loaded = await loadTensorFlow();
    assert.deepEqual([found.backend, loaded.backend], ["wasm", "tensorflow"], JSON.stringify(loaded.attempts));
    tf = loaded.tf;
  });

  const load = () => tf.loadLayersModel(`file://${model}/model.json`);
  const weights = ({ layers }: LayersModel, dense: boolean) =>
    layers
      .filter((layer) => (layer.getClassName() === "Dense") === dense)
      .flatMap((layer) => layer.getWeights().flatMap((weight) => [...weight.dataSync()]));

  it("predicts what the engine predicted, by its own layers and by the engine's", async () => {
    const stock = await load();
    assertNear(predictions(tf, stock), found.made, SAME);
    assert.deepEqual(accelerate(tf, stock), []);
    assertNear(predictions(tf, stock), found.made, SAME);
  });

  for (const layers of ["stock", "the engine's"]) {
    it(`trains the head on ${layers} recurrent layers to the same losses and predictions`, async () => {
      const trained = await load();
      if (layers !== "stock") accelerate(tf, trained);
      const [frozen, head] = [weights(trained, false), weights(trained, true)];
      assertNear(await trainHead(tf, trained), found.losses, SAME_TRAINED);
      assertNear(predictions(tf, trained), found.trained, SAME_TRAINED);
      assert.ok(found.losses.at(-1)! < found.losses[0]! - 0.1, "it learns");
      assert.deepEqual(weights(trained, false), frozen);
      assert.notDeepEqual(weights(trained, true), head);
    });
  }

  it("saves what loads without it", async () => {
    const trained = await load();
    accelerate(tf, trained);
    await trainHead(tf, trained);
    const saved = mkdtempSync(join(tmpdir(), "quadrant-native-"));
    await trained.save(`file://${saved}`);
    assertNear(withoutNative<number[]>("read", saved), predictions(tf, trained), SAME);
  });
});
