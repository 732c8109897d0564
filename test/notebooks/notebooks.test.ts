import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { checkNotebooks } from "../../src/kernel";

test("every cell of the project's notebooks type-checks, is short and was committed without outputs", () => {
  const paths = readdirSync("notebooks")
    .filter((file) => file.endsWith(".ipynb"))
    .map((file) => join("notebooks", file));
  assert.ok(paths.length >= 5);
  assert.deepEqual(checkNotebooks(paths), []);
});
