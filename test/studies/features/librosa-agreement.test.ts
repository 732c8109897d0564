import assert from "node:assert/strict";
import { test } from "node:test";
import { ALL_FEATURES } from "../../../src/features";
import { librosaAgreement } from "../../../src/studies";

test("every feature of études of all quadrants is librosa's, within its tolerance", () => {
  const rows = librosaAgreement();
  assert.deepEqual(
    rows.map(({ feature }) => feature),
    [...ALL_FEATURES],
  );
  for (const { feature, frames, largest, tolerance } of rows) {
    assert.ok(frames >= 130, `${feature}: only ${frames} frames were compared`);
    assert.ok(largest <= tolerance, `${feature}: ${largest} of the range, allowed are ${tolerance}`);
  }
});
