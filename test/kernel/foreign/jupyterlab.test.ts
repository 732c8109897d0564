import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Browser, Locator, Page } from "playwright-core";
import { launchChromium } from "../../../src/reports";
import { notebookOf } from "../cells";
import { JupyterLab } from "./jupyterlab";
import { findPython } from "./python";

const python = findPython();
const WAIT_MS = 60_000;
const MENU_MS = 500;

const NOTEBOOK = notebookOf(
  'import { showMarkdown, showPlotly } from "quadrant/kernel";\nlet kept = 20;',
  'showPlotly({ data: [{ type: "bar", y: [1, 3, 2] }], layout: { height: 260 } },\n  { caption: "Three bars.", alt: "The second is highest." });',
  "kept + 1",
  'showMarkdown("**marked** down");',
);

describe("JupyterLab", { skip: "skip" in python && python.skip }, () => {
  let lab: JupyterLab;
  let browser: Browser;
  let page: Page;

  before(async () => {
    assert.ok("path" in python);
    lab = await JupyterLab.start(python.path, {
      "runs.ipynb": NOTEBOOK,
      "stops.ipynb": notebookOf(
        "let kept = 7;",
        "await 0;\nfor (;;) {}",
        "kept * 6",
        'throw new RangeError("too far")',
      ),
    });
    browser = await launchChromium();
  });
  after(async () => {
    await browser?.close();
    await lab?.close();
  });

  async function open(name: string): Promise<Page> {
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await page.goto(lab.address(name));
    await page.locator(".jp-NotebookPanel .jp-CodeCell").first().waitFor({ timeout: WAIT_MS });
    await page.locator("#jp-main-statusbar").getByText("tslab) | Idle").waitFor({ timeout: WAIT_MS });
    return page;
  }

  async function menu(...path: readonly [string, string]): Promise<void> {
    await page.getByRole("menuitem", { name: path[0], exact: true }).click();
    // A menu that has just opened takes no click.
    await page.waitForTimeout(MENU_MS);
    await page.locator(".lm-Menu-item").filter({ hasText: path[1] }).first().click();
  }

  function cell(index: number): Locator {
    return page.locator(".jp-NotebookPanel .jp-CodeCell").nth(index);
  }

  async function picture(name: string): Promise<void> {
    const folder = process.env.QUADRANT_SCREENSHOTS;
    if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png` });
  }

  it("runs all cells and draws the figure, with no extension and no network", async () => {
    await open("runs.ipynb");
    const foreign: string[] = [];
    page.on("request", (request) => {
      if (!/^(http:\/\/127\.0\.0\.1|data:|blob:)/.test(request.url())) foreign.push(request.url());
    });
    await menu("Run", "Run All Cells");
    await cell(3).locator(".jp-OutputArea-output strong").waitFor({ timeout: WAIT_MS });
    await cell(1).locator(".main-svg .bars .point").first().waitFor({ timeout: WAIT_MS });
    assert.equal(await cell(1).locator(".bars .point").count(), 3);
    assert.equal(await cell(1).locator("figcaption").textContent(), "Three bars.");
    assert.equal((await cell(2).locator(".jp-OutputArea-output").textContent())?.trim(), "21");
    assert.equal((await cell(2).locator(".jp-InputPrompt").textContent())?.trim(), "[3]:");
    assert.deepEqual(foreign, []);
    await picture("lab-runs");
  });

  it("interrupts an endless cell, shows an error, and keeps the kernel's state", async () => {
    await open("stops.ipynb");
    await cell(0).click();
    await page.keyboard.press("Shift+Enter");
    await page.keyboard.press("Shift+Enter");
    await cell(1).getByText("[*]").waitFor({ timeout: WAIT_MS });
    await page.waitForTimeout(1500);
    await menu("Kernel", "Interrupt Kernel");
    await cell(1).getByText("KeyboardInterrupt").first().waitFor({ timeout: WAIT_MS });
    await page.keyboard.press("Shift+Enter");
    await cell(2).locator(".jp-OutputArea-output").waitFor({ timeout: WAIT_MS });
    assert.equal((await cell(2).locator(".jp-OutputArea-output").textContent())?.trim(), "42");
    await page.keyboard.press("Shift+Enter");
    await cell(3).getByText("RangeError: too far").first().waitFor({ timeout: WAIT_MS });
    await picture("lab-stops");
  });
});
