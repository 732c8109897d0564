import assert from "node:assert/strict";
import { test } from "node:test";
import { Familiarity } from "../../src/prediction/familiarity";
import { MT19937 } from "../../src/random";

test("of three columns it is the Mahalanobis distance over the root of 3", () => {
  const points = [3, 0, 0, -3, 0, 0, 0, 2, 0, 0, -2, 0, 0, 0, 1, 0, 0, -1];
  const familiarity = Familiarity.fit({ data: Float32Array.from(points), shape: [6, 3] });
  const asked = [1, 2, 3];
  const wanted = Math.sqrt((1 / (18 / 5) + 4 / (8 / 5) + 9 / (2 / 5)) / 3);
  const [distance] = familiarity.distances({ data: Float32Array.from(asked), shape: [1, 3] });
  assert.ok(Math.abs(distance! - wanted) < 1e-5, `${distance} against ${wanted}`);
});

test("training items are about 1 away; what lies where none of them does is far, also beside the components", () => {
  const random = new MT19937(3);
  const [rows, columns] = [400, 60];
  const data = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    const hidden = Array.from({ length: 5 }, () => random.normal());
    for (let column = 0; column < columns; column++) {
      data[row * columns + column] = hidden[column % 5]! + 0.1 * random.normal();
    }
  }
  const familiarity = Familiarity.fit({ data, shape: [rows, columns] });
  const distances = familiarity.distances({ data, shape: [rows, columns] });
  const mean = distances.reduce((a, b) => a + b, 0) / rows;
  assert.ok(Math.abs(mean - 1) < 0.05, `${mean}`);
  // No item has columns of one hidden number that differ: no component points there.
  const odd = Float32Array.from({ length: columns }, (_, column) => (column < 5 ? 1 : 0));
  assert.ok(familiarity.distances({ data: odd, shape: [1, columns] })[0]! > 2);
});
