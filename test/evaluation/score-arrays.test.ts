import assert from "node:assert/strict";
import { test } from "node:test";
import { scoreArrays } from "../../src/evaluation";
import { assertRefused } from "./close";

test("a class that does not occur leaves areas undefined, and it is said", () => {
  const [two, rows] = [
    [0, 1, 0, 1],
    [0.6, 0.4, 0, 0.2, 0.8, 0, 0.7, 0.3, 0, 0.4, 0.6, 0],
  ];
  const scores = scoreArrays({ data: two, shape: [4] }, { data: rows, shape: [4, 3] });
  const area = scores.measures.find(({ name }) => name === "ROC area, macro");
  assert.deepEqual(area, { name: "ROC area, macro", value: null, low: null, high: null });
  assert.match(scores.notes.join("\n"), /undefined, because a class does not occur[^\n]*ROC area, macro/);
});

test("a measure that some draws leave undefined has a value without an interval", () => {
  const rare = Array.from({ length: 20 }, (_, i) => (i === 0 ? 1 : 0));
  const rows = rare.flatMap((label) => (label === 1 ? [0.2, 0.8] : [0.9, 0.1]));
  const { measures, notes } = scoreArrays({ data: rare, shape: [20] }, { data: rows, shape: [20, 2] });
  const area = measures.find(({ name }) => name === "ROC area, macro")!;
  assert.deepEqual([area.value, area.low], [1, null]);
  assert.match(notes.join("\n"), /without an interval, because draws may lack a class[^\n]*ROC area/);
});

const vector = (data: readonly number[]) => ({ data, shape: [data.length] });
const table = (data: readonly number[], columns: number) => ({ data, shape: [data.length / columns, columns] });
const truth = vector([0, 1, 2, 3]);

const REFUSED: [string, () => unknown, RegExp][] = [
  [
    "labels without a column",
    () => scoreArrays(truth, table(Array(8).fill(0.5), 2)),
    /label 2 at 2 is not one of 0 to 1/,
  ],
  ["rows that do not sum to 1", () => scoreArrays(truth, table(Array(16).fill(0.5), 4)), /sum to 2, not to 1/],
  ["NaN", () => scoreArrays(truth, vector([0, 1, Number.NaN, 3])), /label NaN at 2/],
  ["labels that are ids", () => scoreArrays(truth, vector([0, 1, 2, 70000])), /70000 would mean 70001 classes/],
  ["half a label", () => scoreArrays(truth, vector([0, 1, 2.5, 3])), /label 2\.5 at 2/],
  [
    "tables without multilabel",
    () => scoreArrays(table([0, 1], 1), truth),
    /truth has the shape \(2, 1\), not \(items,\)[\s\S]*--multilabel/,
  ],
  ["three dimensions", () => scoreArrays(truth, { data: [1], shape: [1, 1, 1] }), /the shape \(1, 1, 1\), not two/],
  ["labels as tags", () => scoreArrays(truth, truth, { multilabel: true }), /\(4\), not two dimensions/],
  [
    "NaN among tags",
    () => scoreArrays(table([1, 0], 1), table([Number.NaN, 1], 1), { multilabel: true }),
    /the scores hold NaN at 0/,
  ],
  [
    "scores instead of probabilities of tags",
    () => scoreArrays(table([1, 0], 1), table([2.5, -1], 1), { multilabel: true }),
    /2\.5 of item 0 is no probability[\s\S]*sigmoid/,
  ],
  ["a group that is NaN", () => scoreArrays(truth, truth, { groups: [0, 1, Number.NaN, 2] }), /item 2 has no group/],
  ["1,001 classes", () => scoreArrays(truth, vector([0, 1, 2, 1000])), /1000 would mean 1001 classes/],
  ["groups of another length", () => scoreArrays(truth, truth, { groups: ["a"] }), /4 items against 1 groups/],
];
for (const [what, call, message] of REFUSED) {
  test(`${what}: refused`, () => assertRefused(call, message));
}

test("every measure has its line", () => {
  const one = { groups: ["a", "a", "a", "a"] };
  const names = (scores: ReturnType<typeof scoreArrays>) => scores.measures.map(({ name }) => name);
  const ofLabels = [
    "accuracy",
    "balanced accuracy",
    "macro F1",
    "weighted F1",
    "Cohen's kappa",
    "Matthews correlation",
  ];
  assert.deepEqual(names(scoreArrays(truth, truth, one)), ofLabels);
  const sure = table([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1], 4);
  assert.deepEqual(names(scoreArrays(truth, sure, one)), [
    ...ofLabels,
    "log-loss",
    "Brier score",
    "expected calibration error",
    "ROC area, macro",
    "average precision, macro",
  ]);
  const ofTags = ["macro F1", "micro F1", "weighted F1", "all tags right", "Hamming loss"];
  const areas = ["ROC area, macro", "ROC area, micro", "average precision, macro"];
  assert.deepEqual(names(scoreArrays(sure, sure, { ...one, multilabel: true })), [...ofTags, ...areas]);
});

test("classes are counted from the largest label, up to a thousand", () => {
  const count = (labels: readonly number[]) =>
    scoreArrays(vector(labels), vector(labels), { groups: labels.map(() => "a") }).classes;
  assert.deepEqual([count([0, 0]), count([0, 3]), count([0, 999])], [1, 4, 1000]);
});

test("items of a single group have scores without intervals", () => {
  const { measures } = scoreArrays(truth, truth, { groups: ["a", "a", "a", "a"] });
  assert.ok(measures.every(({ low, high }) => low === null && high === null));
  assert.equal(measures[0]!.value, 1);
  const two = scoreArrays(truth, truth, { groups: ["a", "a", "b", "b"] });
  assert.deepEqual([two.measures[0]!.low, two.measures[0]!.high], [1, 1]);
});
