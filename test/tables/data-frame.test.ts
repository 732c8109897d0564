import assert from "node:assert/strict";
import { test } from "node:test";
import { dataFrame, tableHtml } from "../../src/tables/data-frame";

test("a column that danfojs would take for its own is refused by name", () => {
  for (const name of ["columns", "shape"]) assert.throws(() => dataFrame([{ [name]: 1 }]), new RegExp(`"${name}"`));
  assert.match(tableHtml(dataFrame([{ count: 3, mean: 2 }]), ""), /count.*mean/);
});

test("records become a table with a caption, rounded numbers and escaped text", () => {
  const html = tableHtml(dataFrame([{ model: "a<b", accuracy: 0.61249, clips: 12 }]), "Scores & more", { decimals: 2 });
  assert.match(html, /<caption>Scores &amp; more<\/caption>/);
  assert.match(html, /<th scope="col">model<\/th><th scope="col" align="right">accuracy<\/th>/);
  assert.match(html, /<td>a&lt;b<\/td><td align="right">0.61<\/td><td align="right">12<\/td>/);
});

test("a table without rows is refused", () => {
  assert.throws(() => dataFrame([]), /at least one row/);
});
