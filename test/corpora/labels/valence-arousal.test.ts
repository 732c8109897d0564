import assert from "node:assert/strict";
import { test } from "node:test";
import {
  agreementOfRaters,
  distanceFromLines,
  fromScale,
  labelClips,
  medianPoint,
  quadrantAt,
} from "../../../src/corpora";

test("scales of raters come to -1 to 1, their middle to 0 exactly", () => {
  assert.deepEqual([fromScale(1, [1, 9]), fromScale(5, [1, 9]), fromScale(9, [1, 9])], [-1, 0, 1]);
  assert.deepEqual([fromScale(0, [0, 1]), fromScale(0.5, [0, 1]), fromScale(1, [0, 1])], [-1, 0, 1]);
});

test("signs give the quadrant, and on a dividing line counts as high", () => {
  const points: [valence: number, arousal: number, quadrant: string][] = [
    [0.5, 0.5, "Q1"],
    [-0.5, 0.5, "Q2"],
    [-0.5, -0.5, "Q3"],
    [0.5, -0.5, "Q4"],
    [0, 0, "Q1"],
    [0, -0.1, "Q4"],
    [-0.1, 0, "Q2"],
  ];
  for (const [valence, arousal, quadrant] of points) assert.equal(quadrantAt({ valence, arousal }), quadrant);
  assert.equal(quadrantAt({ valence: 0.2, arousal: 0.2 }, { valence: 0.3, arousal: 0.1 }), "Q2");
});

test("the median of an odd and of an even number of points, in any order", () => {
  const point = (valence: number) => ({ valence, arousal: -valence });
  assert.deepEqual(medianPoint([0.3, -0.5, 0.1].map(point)), { valence: 0.1, arousal: -0.1 });
  const even = medianPoint([0.5, 0.1, 0.3, -1].map(point));
  assert.ok(Math.abs(even.valence - 0.2) < 1e-12 && Math.abs(even.arousal + 0.2) < 1e-12);
  assert.throws(() => medianPoint([]), { tag: "bad-argument" });
});

test("the distance is that to the nearer line", () => {
  assert.equal(distanceFromLines({ valence: -0.3, arousal: 0.8 }), 0.3);
  assert.ok(Math.abs(distanceFromLines({ valence: 0.9, arousal: 0.1 }, { valence: 0, arousal: 0.4 }) - 0.3) < 1e-12);
});

test("raters agree by the normal distribution on either axis", () => {
  // 0.8413447461 and 0.9772498681 are the normal distribution at 1 and 2 (tables).
  const found = agreementOfRaters({ valence: 0.2, arousal: -0.4 }, { valence: 0.2, arousal: 0.2 });
  assert.ok(Math.abs(found - 0.8413447461 * 0.9772498681) < 1e-6, `${found}`);
  assert.ok(Math.abs(agreementOfRaters({ valence: 0, arousal: 0 }, { valence: 0.5, arousal: 0.5 }) - 0.25) < 1e-7);
  assert.equal(agreementOfRaters({ valence: 0.1, arousal: 0.1 }, { valence: 0, arousal: 0 }), 1);
  assert.equal(agreementOfRaters({ valence: 0, arousal: 0.1 }, { valence: 0, arousal: 0 }), 0.5);
});

const clip = (id: string, valence: number, arousal: number) => ({ id, audio: id, group: id, valence, arousal });

test("the margin leaves out the ambiguous middle and says how near it was; the rest keeps its ratings", () => {
  const clips = [clip("clear", 0.5, -0.5), clip("near", 0.5, -0.05), clip("edge", -0.1, 0.9)];
  const { clips: kept, rejected } = labelClips(clips, { margin: 0.1 });
  assert.deepEqual(
    kept.map(({ id, quadrant, valence }) => [id, quadrant, valence]),
    [
      ["clear", "Q4", 0.5],
      ["edge", "Q2", -0.1],
    ],
  );
  assert.deepEqual(
    rejected.map(({ id, reason }) => [id, reason]),
    [["near", "it lies 0.05 from a dividing line, nearer than 0.1"]],
  );
});

test("a midpoint of the corpus or of one's own moves the lines", () => {
  const clips = [clip("a", 0.1, 0.1), clip("b", 0.3, 0.3), clip("c", 0.5, 0.5)];
  const quadrants = (midpoint: "median" | { valence: number; arousal: number }) =>
    labelClips(clips, { midpoint }).clips.map(({ quadrant }) => quadrant);
  assert.deepEqual(quadrants("median"), ["Q3", "Q1", "Q1"]);
  assert.deepEqual(quadrants({ valence: 0.4, arousal: 0 }), ["Q2", "Q2", "Q1"]);
});

test("clips on which the raters disagree are left out where that is asked for", () => {
  const spread = { valenceStd: 0.5, arousalStd: 0.5 };
  const clips = [
    { ...clip("sure", 0.9, 0.9), ...spread },
    { ...clip("unsure", 0.1, 0.1), ...spread },
    clip("unknown", 0.1, 0.1),
  ];
  const { clips: kept, rejected } = labelClips(clips, { minAgreement: 0.5 });
  assert.deepEqual(
    kept.map(({ id }) => id),
    ["sure", "unknown"],
  );
  assert.match(rejected[0]!.reason, /agreement on Q1 is 0\.3\d, less than 0\.5/);
});

test("a quadrant that is given stays, whatever the ratings; nothing at all is no label", () => {
  const given = { ...clip("given", -0.01, -0.9), quadrant: "Q1" as const };
  const { clips, rejected } = labelClips([given, { id: "bare", audio: "", group: "" }], { margin: 0.3 });
  assert.deepEqual([clips.length, clips[0]!.quadrant], [1, "Q1"]);
  assert.match(rejected[0]!.reason, /neither a quadrant, nor valence and arousal, nor tags/);
});

test("rules that make no sense are refused by name", () => {
  for (const [options, message] of [
    [{ margin: 1 }, /margin/],
    [{ minAgreement: -1 }, /minAgreement/],
    [{ midpoint: { valence: 3, arousal: 0 } }, /midpoint/],
  ] as const) {
    assert.throws(() => labelClips([], options), { tag: "bad-argument", message });
  }
});
