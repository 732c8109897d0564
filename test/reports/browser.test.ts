import assert from "node:assert/strict";
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { it } from "node:test";
import { launchChromium, unpackChromium } from "../../src/reports/browser";
import { temporaryFolder } from "./fixture";

const bundled = process.platform === "linux" && process.arch === "x64";

it("two runs that unpack the browser at once leave one whole browser", {
  skip: bundled ? false : "npm brings a browser for Linux x64 only",
}, async () => {
  const folder = temporaryFolder();
  try {
    const target = join(folder, "chromium-test");
    await Promise.all([unpackChromium(target), unpackChromium(target)]);
    assert.deepEqual(readdirSync(folder), ["chromium-test"]);
    process.env.QUADRANT_CHROMIUM = join(target, "chromium");
    const browser = await launchChromium();
    assert.match(browser.version(), /^\d+\./);
    await browser.close();
  } finally {
    delete process.env.QUADRANT_CHROMIUM;
    rmSync(folder, { recursive: true, force: true });
  }
});
