import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { EXTRACTOR } from "../../src/features";
import { predictionPicture, readModel, SHIPPED_MODEL, writeModel } from "../../src/prediction";
import { answer } from "../../src/prediction/trained-model";

const folder = mkdtempSync(join(tmpdir(), "quadrant-models-"));
after(() => rmSync(folder, { recursive: true }));
const model = readModel(SHIPPED_MODEL);
const columns = model.scaler.mean.length;

test("the shipped model is of this extractor, small, says what it is, and was measured", () => {
  assert.equal(model.extractor, EXTRACTOR);
  assert.ok(statSync(SHIPPED_MODEL).size < 300_000);
  assert.match(model.note, /synthetic études/);
  assert.ok(model.trainedOn.synthetic);
  const { measured } = model;
  assert.ok(measured.accuracy > 0.4, `${measured.accuracy}`);
  assert.ok(measured.arousal!.r2 > 0.2 && measured.valence!.r2 > 0);
  // The temperature of a fold comes from the others: it may cost a hair, and must earn trust.
  assert.ok(measured.logLoss < 1.005 * measured.logLossUncalibrated);
  assert.ok(measured.expectedCalibrationError < measured.expectedCalibrationErrorUncalibrated);
  assert.ok(measured.calledUnlike < 0.05);
});

test("a model that was written is read again, and writes the same bytes", () => {
  const path = join(folder, "copy.json");
  writeModel(path, model);
  assert.ok(readFileSync(path).equals(readFileSync(SHIPPED_MODEL)));
});

test("what is no model is refused, with what is wrong and what to do", () => {
  const altered = (change: (content: Record<string, unknown>) => void) => {
    const content = JSON.parse(readFileSync(SHIPPED_MODEL, "utf8"));
    change(content);
    const path = join(folder, "altered.json");
    writeFileSync(path, JSON.stringify(content));
    return () => readModel(path);
  };
  const older = altered((content) => {
    content.extractor = "quadrant features 1";
  });
  assert.throws(older, /altered\.json was trained on features of "quadrant features 1"[\s\S]*npx quadrant train-model/);
  const later = altered((content) => {
    content.version = 99;
  });
  assert.throws(later, /altered\.json is no model[\s\S]*version/);
  const unfitted = altered((content) => {
    delete (content.classifier as { learnt?: unknown }).learnt;
  });
  assert.throws(unfitted, /altered\.json is no model.*not fitted/);
  const mixed = altered((content) => {
    content.components = content.scaler;
  });
  assert.throws(mixed, /its parts are not/);
  writeFileSync(join(folder, "text.json"), "no JSON");
  assert.throws(() => readModel(join(folder, "text.json")), /text\.json is no model/);
  assert.throws(() => readModel(join(folder, "none.json")), /none\.json/);
});

/** One window at the middle of the training data, and one nowhere near. */
const asked = {
  data: Float32Array.from({ length: 2 * columns }, (_, i) => {
    const column = i % columns;
    return model.scaler.mean[column]! + (i < columns ? 0 : 20 * model.scaler.scale[column]!);
  }),
  shape: [2, columns] as const,
};
const windows = [
  { start: 0, end: 10 },
  { start: 5, end: 15 },
];

test("the whole is the mean of its windows; far away is unlike, and half of the windows is not yet", () => {
  const { whole, windows: heard } = answer(model, asked, windows);
  const [near, far] = [heard[0]!, heard[1]!];
  assert.ok(!near.unlike && far.unlike && !whole.unlike);
  assert.ok(near.distance < 0.5 && far.distance > model.threshold.distance);
  for (const { probabilities } of [near, far, whole]) {
    assert.ok(Math.abs(probabilities.reduce((a, b) => a + b, 0) - 1) < 1e-9);
  }
  assert.ok(Math.abs(whole.probabilities[2]! - (near.probabilities[2]! + far.probabilities[2]!) / 2) < 1e-12);
  assert.ok(Math.abs(far.valence!) <= 1 && Math.abs(far.arousal!) <= 1);
  assert.equal(whole.valence, (near.valence! + far.valence!) / 2);
});

test("a model without valence and arousal says null, and its picture has no lines", () => {
  const bare = { ...model, affect: undefined };
  const heard = answer(bare, asked, windows);
  assert.equal(heard.whole.valence, null);
  const svg = predictionPicture([{ path: "a <b>.wav", seconds: 15, ...heard }], bare);
  assert.ok(!svg.includes("<polyline") && svg.includes("a &lt;b&gt;.wav") && !svg.includes("NaN"));
  const lines = predictionPicture([{ path: "a.wav", seconds: 15, ...answer(model, asked, windows) }], model);
  assert.equal(lines.match(/<polyline/g)?.length, 2);
  assert.equal(lines.match(/<polygon/g)?.length, 4);
});
