import assert from "node:assert/strict";
import { test } from "node:test";
import type { DataSheet } from "../../src/corpora";
import type { Interval } from "../../src/evaluation";
import { augmentationFigure, augmentationLeakFigure } from "../../src/figures";
import { AUGMENTED_MODELS, type AugmentationStudy, LEAK_PROTOCOLS } from "../../src/studies";
import { augmentationLeakTable, augmentationTable } from "../../src/tables";

const sheet: DataSheet = {
  name: "test",
  title: "Drawn",
  licence: "none",
  terms: "none",
  access: "own",
  citation: "",
  homepage: "",
  published: undefined,
  groupMeaning: "composer",
  labelMeaning: "Drawn.",
  splits: [],
  sources: [],
  layout: [],
  synthetic: true,
  traps: [],
};
const around = (estimate: number): Interval => {
  return { estimate, low: estimate - 0.01, high: estimate + 0.02, level: 0.95 };
};

const study: AugmentationStudy = {
  copiedShare: 0.5,
  methods: AUGMENTED_MODELS.flatMap((model, m) => [
    { method: "no augmentation", model, rows: 100, accuracy: around(0.5), fitSeconds: 1 },
    { method: "reverb", model, rows: 150.4, accuracy: around(0.53), difference: around(0.03 + m / 100), fitSeconds: 2 },
  ]),
  leaks: AUGMENTED_MODELS.flatMap((model) =>
    LEAK_PROTOCOLS.map((protocol, i) => ({
      ...{ protocol, model },
      ...{ without: around(0.5), with: around(0.8 - i / 10), gain: around(0.3 - i / 10), beyondClaim: around(0) },
      ...(i < 3 && { leak: around(0.3 - i / 10) }),
    })),
  ),
  specAugment: { network: "GRU, mean", without: around(0.4), with: around(0.41), difference: around(0.01) },
};

test("each model is a series, SpecAugment one of its own, and no augmentation is the zero line", () => {
  const { data, alt } = augmentationFigure(sheet, study);
  assert.deepEqual(
    data.map(({ name }) => name),
    [...AUGMENTED_MODELS, "GRU, mean"],
  );
  assert.match(alt, /reverb 3\.0 \(2\.0 to 5\.0\).*reverb 4\.0.*SpecAugment 1\.0/);
  assert.ok(!alt.includes("no augmentation 5"));
});

test("protocols stand in their order, with what they seem to add", () => {
  const { alt } = augmentationLeakFigure(sheet, study);
  const places = LEAK_PROTOCOLS.map((protocol) => alt.indexOf(protocol));
  assert.deepEqual(
    [...places].sort((a, b) => a - b),
    places,
  );
  assert.ok(places.every((place) => place >= 0));
  assert.match(alt, /clips tested as they are 20\.0 \(19\.0 to 22\.0\)/);
});

test("tables give points with their intervals, and say where there is no leak", () => {
  const [plain, reverb] = augmentationTable(study);
  assert.equal(plain!["gain, points"], "");
  assert.equal(reverb!["gain, points"], "3.0 (2.0 to 5.0)");
  assert.equal(reverb!["rows learnt from"], 150);
  assert.deepEqual(
    augmentationLeakTable(study).map((row) => row["of which leak, points"]),
    [...AUGMENTED_MODELS].flatMap(() => ["30.0 (29.0 to 32.0)", "20.0 (19.0 to 22.0)", "10.0 (9.0 to 12.0)", "none"]),
  );
});
