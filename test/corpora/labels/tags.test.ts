import assert from "node:assert/strict";
import { test } from "node:test";
import {
  GEMS_EMOTIONS,
  labelClips,
  labelsOfTags,
  mapAgreement,
  QUADRANTS,
  quadrantAt,
  quadrantOfEmotions,
  STUDY_TAG_MAP,
  TAG_NORMS,
} from "../../../src/corpora";

test("the study's map has 59 tags: 20, 16, 8 and 15 in Q1 to Q4", () => {
  assert.equal(STUDY_TAG_MAP.size, 59);
  const counts = QUADRANTS.map((quadrant) => [...STUDY_TAG_MAP.values()].filter((each) => each === quadrant).length);
  assert.deepEqual(counts, [20, 16, 8, 15]);
});

test("56 tags have norms between -1 and 1; the study's map agrees with 31 of them", () => {
  assert.equal(TAG_NORMS.size, 56);
  for (const [tag, { valence, arousal }] of TAG_NORMS) {
    assert.ok(STUDY_TAG_MAP.has(tag) && Math.abs(valence) <= 1 && Math.abs(arousal) <= 1, tag);
  }
  assert.equal(quadrantAt(TAG_NORMS.get("happy")!), "Q1");
  assert.equal(quadrantAt(TAG_NORMS.get("sad")!), "Q3");
  assert.deepEqual(
    [...STUDY_TAG_MAP.keys()].filter((tag) => !TAG_NORMS.has(tag)),
    ["horror", "ambiental", "mellow"],
  );
  const { agree, of, disagreeing } = mapAgreement([]).tags;
  assert.deepEqual([agree, of, disagreeing.length], [31, 56, 25]);
  assert.ok(disagreeing.includes("film") && !disagreeing.includes("happy"));
});

test("three rules, three labels: the first of the alphabet, the most frequent, the mean of the norms", () => {
  const tags = ["sad", "slow", "epic"];
  assert.deepEqual(labelsOfTags(tags, "first-tag"), { quadrants: ["Q1", "Q3"], quadrant: "Q1", agreement: 1 / 3 });
  assert.deepEqual(labelsOfTags(tags, "every-tag"), { quadrants: ["Q1", "Q3"], quadrant: "Q3", agreement: 2 / 3 });
  const norms = labelsOfTags(tags, "norms");
  // (2.1 + 4 + 7.19) / 3 and (3.49 + 2.89 + 4.8) / 3 on the scale of 1 to 9.
  assert.ok(Math.abs(norms.point!.valence - ((2.1 + 4 + 7.19) / 3 - 5) / 4) < 1e-12);
  assert.ok(Math.abs(norms.point!.arousal - ((3.49 + 2.89 + 4.8) / 3 - 5) / 4) < 1e-12);
  assert.deepEqual([norms.quadrant, norms.quadrants], ["Q3", ["Q3", "Q4"]]);
});

test("a tie has no label by votes, but keeps both quadrants; unknown tags have none at all", () => {
  assert.deepEqual(labelsOfTags(["calm", "sad"], "every-tag"), {
    quadrants: ["Q3", "Q4"],
    quadrant: undefined,
    agreement: undefined,
  });
  for (const rule of ["first-tag", "every-tag", "norms"] as const) {
    assert.equal(labelsOfTags(["polka"], rule).quadrant, undefined);
    assert.deepEqual(labelsOfTags([], rule).quadrants, []);
  }
});

const clip = (id: string, tags: string[]) => ({ id, audio: id, group: id, tags });

test("clips keep all their tags and quadrants beside the one label", () => {
  const { clips, rejected } = labelClips([clip("a", ["epic", "sad", "slow"]), clip("tie", ["calm", "sad"])]);
  assert.deepEqual(clips, [
    { ...clip("a", ["epic", "sad", "slow"]), quadrants: ["Q1", "Q3"], quadrant: "Q3", agreement: 2 / 3 },
  ]);
  assert.match(rejected[0]!.reason, /\(calm, sad\) settle no quadrant: they point to Q3 and Q4/);
  const byFirst = labelClips([clip("tie", ["calm", "sad"])], { tags: "first-tag" }).clips[0]!;
  assert.deepEqual([byFirst.quadrant, byFirst.quadrants], ["Q4", ["Q3", "Q4"]]);
  const byNorms = labelClips([clip("a", ["happy"]), clip("mute", ["mellow"])], { tags: "norms" });
  assert.ok(byNorms.clips[0]!.valence! > 0.8 && byNorms.clips[0]!.arousal! > 0.2);
  assert.match(byNorms.rejected[0]!.reason, /no quadrant is known for its tags \(mellow\)/);
});

test("agreement of the rules is counted over tracks that both can label", () => {
  const tracks = [["happy"], ["happy", "fun"], ["sad"], ["calm", "sad"], ["film", "sad", "slow"]];
  const { several, straddling, rules } = mapAgreement(tracks);
  assert.deepEqual([several, straddling], [0.6, 0.4]);
  const [firstAndEvery] = rules;
  assert.deepEqual([firstAndEvery!.first, firstAndEvery!.second], ["first-tag", "every-tag"]);
  assert.deepEqual([firstAndEvery!.tracks, firstAndEvery!.agree], [4, 3]);
  // Labels 1 1 3 2 against 1 1 3 3: agreed 3/4; by chance 2/4 * 2/4 + 1/4 * 2/4 = 3/8.
  assert.ok(Math.abs(firstAndEvery!.kappa - (0.75 - 0.375) / (1 - 0.375)) < 1e-12);
});

test("felt emotions: the one that most chose decides, families are not summed, and a tie has no label", () => {
  const chosen = (shares: Record<string, number>) =>
    ({ ...Object.fromEntries(GEMS_EMOTIONS.map((emotion) => [emotion, 0])), ...shares }) as Parameters<
      typeof quadrantOfEmotions
    >[0];
  assert.deepEqual(quadrantOfEmotions(chosen({ tension: 0.5, calmness: 0.4, nostalgia: 0.4 })), {
    quadrant: "Q2",
    agreement: 0.5,
  });
  assert.deepEqual(quadrantOfEmotions(chosen({ calmness: 0.4, nostalgia: 0.4 })), { quadrant: "Q4", agreement: 0.4 });
  assert.equal(quadrantOfEmotions(chosen({ calmness: 0.4, sadness: 0.4 })), undefined);
  assert.equal(quadrantOfEmotions(chosen({})), undefined);
});
