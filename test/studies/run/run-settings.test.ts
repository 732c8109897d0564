import assert from "node:assert/strict";
import { test } from "node:test";
import { parseRunSettings } from "../../../src/studies";

test("nothing said is the main job on the études", () => {
  assert.deepEqual(parseRunSettings({}), { corpus: "etudes", seed: 1, split: "grouped", profile: "standard" });
});

test("a wrong field is refused by name", () => {
  assert.throws(() => parseRunSettings({ clips: -3 }), /clips/);
  assert.throws(() => parseRunSettings({ split: "random" }), /split/);
  assert.throws(() => parseRunSettings({ corpora: "etudes" }), /corpora/);
});
