import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { pathToFileURL } from "node:url";
import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { launchChromium } from "../../src/reports/browser";
import { renderReport } from "../../src/reports/report";
import type { ReportSummary } from "../../src/reports/report-input";
import { reportInput, temporaryFolder } from "./fixture";

const PAGES = ["index.html", "01-baselines.html", "02-fails.html"];

describe("a report in Chromium, opened from disk", () => {
  let folder: string;
  let browser: Browser;
  let summary: ReportSummary;

  before(async () => {
    folder = temporaryFolder();
    summary = await renderReport(reportInput(folder));
    browser = await launchChromium();
  });
  after(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const address = (name: string) => pathToFileURL(join(folder, name)).href;

  /** Opens a page, waits for its figures, and hands it over with all it complained about and asked for. */
  async function open<T>(
    name: string,
    options: BrowserContextOptions,
    use: (page: Page, seen: { complaints: string[]; requests: string[] }) => Promise<T>,
  ): Promise<T> {
    const context = await browser.newContext(options);
    try {
      const page = await context.newPage();
      const seen = { complaints: [] as string[], requests: [] as string[] };
      page.on("console", (message) => {
        if (["error", "warning"].includes(message.type())) seen.complaints.push(message.text());
      });
      page.on("pageerror", (error) => seen.complaints.push(error.message));
      page.on("request", (request) => seen.requests.push(request.url()));
      await page.goto(address(name));
      if (options.javaScriptEnabled !== false) {
        await page.waitForFunction(() => document.documentElement.dataset.figures === "drawn" || !("Plotly" in window));
      }
      return await use(page, seen);
    } finally {
      await context.close();
    }
  }

  it("writes a page and an executed notebook for each, and copies plotly once", () => {
    for (const name of [...PAGES, "01-baselines.ipynb", "02-fails.ipynb"])
      assert.ok(existsSync(join(folder, name)), name);
    const copies = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) =>
      /plotly\.js$/.test(file),
    );
    assert.deepEqual(copies, [join("assets", "plotly.js")]);
    assert.deepEqual(summary.warnings, []);
    assert.equal(summary.figures, 4);
    const notebook = JSON.parse(readFileSync(join(folder, "01-baselines.ipynb"), "utf8"));
    assert.equal(notebook.nbformat, 4);
    assert.equal(notebook.cells[3].outputs.length, 1);
  });

  for (const name of PAGES) {
    for (const colorScheme of ["light", "dark"] as const) {
      it(`${name}, ${colorScheme}: no complaint, no request outside its folder, no sideways scrolling`, async () => {
        for (const width of [400, 1280]) {
          await open(
            name,
            { colorScheme, viewport: { width, height: 900 } },
            async (page, { complaints, requests }) => {
              assert.deepEqual(complaints, []);
              const outside = requests.filter((url) => !url.startsWith("data:") && !url.startsWith(address("")));
              assert.deepEqual(outside, []);
              assert.ok(requests.length >= 3);
              const scroll = await page.evaluate(() => document.documentElement.scrollWidth);
              assert.ok(scroll <= width, `${scroll} px wide at ${width}`);
            },
          );
        }
      });

      it(`${name}, ${colorScheme}: no serious violation of accessibility rules`, async () => {
        await open(name, { colorScheme, bypassCSP: true }, async (page) => {
          for (const fold of await page.locator("details.source > summary").all()) await fold.click();
          const { violations } = await new AxeBuilder({ page }).analyze();
          const grave = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
          const told = grave.map(
            ({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 120)).join(" | ")}`,
          );
          assert.deepEqual(told, []);
        });
      });
    }
  }

  it("begins with the claims, and says how it was done, how to do one notebook again and how to cite it", async () => {
    await open("index.html", {}, async (page) => {
      const headings = await page.locator("main h2").allTextContents();
      assert.equal(headings[0], "Claims");
      const text = await page.locator("main").innerText();
      assert.match(text, /no composer stands in two of them/);
      assert.match(text, /npm ci && npm run reproduce -- --only 02-/);
      assert.ok(text.includes("title = {quadrant <1>}"), "BibTeX is shown as it is");
      const sheet = await page.locator('section[aria-labelledby="protocol"] a').getAttribute("href");
      assert.equal(sheet, "01-baselines.html#figure-1");
    });
  });

  it("draws every figure, with a caption and alternative text", async () => {
    await open("01-baselines.html", {}, async (page) => {
      const figures = await page.locator("figure.figure").evaluateAll((elements) =>
        elements.map((element) => ({
          caption: element.querySelector("figcaption")?.textContent ?? "",
          alt: element.querySelector(".plot")?.getAttribute("aria-label") ?? element.querySelector("img")?.alt ?? "",
          traces: element.querySelectorAll(".plot svg.main-svg :is(.bars .point, .heatmaplayer image)").length,
          plot: element.querySelector(".plot") !== null,
        })),
      );
      assert.equal(figures.length, 4);
      for (const [index, figure] of figures.entries()) {
        assert.match(figure.caption, new RegExp(`^Figure ${index + 1}\\. \\S`));
        assert.ok(figure.alt.length > 5);
      }
      assert.deepEqual(
        figures.map(({ plot, traces }) => (plot ? traces : null)),
        [3, 1, null, null],
      );
      assert.match(figures[0]!.alt, /Three bars/);
    });
  });

  it("runs nothing that an output brought along", async () => {
    await open("01-baselines.html", {}, async (page) => {
      await page.getByText("a link").click();
      assert.equal(await page.evaluate(() => (window as unknown as { hacked?: number }).hacked), undefined);
      // What it wrote stays inside its box: the page goes on below it.
      assert.ok(await page.locator("main #provenance").isVisible());
      assert.equal(
        await page.locator("main iframe, main style, main link, main [onclick], main [style*=fixed]").count(),
        0,
      );
    });
  });

  it("refuses inline scripts and eval: the policy is in force", async () => {
    await open("index.html", {}, async (page) => {
      const ran = await page.evaluate(() => {
        const script = document.createElement("script");
        script.textContent = "window.inline = 1";
        document.head.append(script);
        return "inline" in window;
      });
      assert.equal(ran, false);
      // In a timer, since the policy does not bind what the test itself evaluates.
      const answer = await page.evaluate(
        () =>
          new Promise<string>((resolve) => {
            setTimeout(() => {
              try {
                resolve(String(new Function("return 1")()));
              } catch (thrown) {
                resolve((thrown as Error).name);
              }
            });
          }),
      );
      assert.equal(answer, "EvalError");
    });
  });

  it("folds code, one cell and all", async () => {
    await open("01-baselines.html", {}, async (page) => {
      const shown = () => page.locator(".source pre:visible").count();
      assert.equal(await shown(), 0);
      await page.locator("details.source > summary").first().click();
      assert.equal(await shown(), 1);
      const button = page.locator("#code-switch");
      await button.click();
      assert.equal(await shown(), 6);
      assert.equal(await button.textContent(), "Hide all code");
      await button.click();
      assert.equal(await shown(), 0);
    });
  });

  it("switches the theme, its figures with it, and remembers", async () => {
    await open("01-baselines.html", { colorScheme: "light" }, async (page) => {
      const colours = () =>
        page.evaluate(() => ({
          page: getComputedStyle(document.body).backgroundColor,
          tick: getComputedStyle(document.querySelector(".plot .xtick text")!).fill,
        }));
      const light = await colours();
      await page.locator("#theme-switch").click();
      await page.waitForFunction(
        (before) => getComputedStyle(document.querySelector(".plot .xtick text")!).fill !== before,
        light.tick,
      );
      const dark = await colours();
      assert.notEqual(dark.page, light.page);
      await page.reload();
      assert.equal((await colours()).page, dark.page);
    });
  });

  it("prints the static pictures and no controls", async () => {
    await open("01-baselines.html", { colorScheme: "dark" }, async (page) => {
      await page.emulateMedia({ media: "print" });
      assert.equal(await page.locator(".plot:visible, .bar:visible, nav:visible").count(), 0);
      assert.equal(await page.locator("img.static:visible").count(), 2);
      const widths = await page
        .locator("img.static")
        .evaluateAll((images) => images.map((image) => (image as HTMLImageElement).naturalWidth));
      assert.ok(
        widths.every((width) => width > 500),
        widths.join(),
      );
    });
  });

  it("shows figures and text without JavaScript", async () => {
    await open("01-baselines.html", { javaScriptEnabled: false }, async (page) => {
      assert.equal(await page.locator("img.static:visible").count(), 2);
      assert.equal(await page.locator(".switches:visible").count(), 0);
      assert.ok(await page.locator("nav.contents a").first().isVisible());
    });
  });

  it("shows a failed cell in place, marks the rest as not run, and says so on the index", async () => {
    await open("02-fails.html", {}, async (page) => {
      const failed = page.locator("#cell-2");
      assert.match((await failed.locator(".error-title").textContent()) ?? "", /^TypeError: Cannot read properties/);
      assert.match((await failed.locator(".error pre").textContent()) ?? "", /at cell 2, line 1/);
      assert.ok(await failed.locator("pre.code").isVisible());
      assert.equal(await page.locator("#cell-3 .took").textContent(), "not run");
    });
    await open("index.html", {}, async (page) => {
      await page.locator(".error a").click();
      assert.match(page.url(), /02-fails\.html#cell-2$/);
    });
  });

  it("tells on the index what it is, what came out and how to run it again", async () => {
    await open("index.html", {}, async (page) => {
      const text = await page.locator("main").textContent();
      for (const expected of [
        "Synthetic corpus",
        "63 %",
        "58 to 68 %",
        "npm run reproduce",
        "427ae3f",
        "9f86d08",
        "tslab 1.0.22",
        "4 min 43 s",
      ]) {
        assert.ok(text?.includes(expected), expected);
      }
      const links = await page
        .locator("main a")
        .evaluateAll((all) => all.map((link) => link.getAttribute("href") ?? ""));
      for (const link of links.filter((each) => !each.startsWith("#"))) {
        const [file, anchor] = link.split("#");
        assert.ok(existsSync(join(folder, file!)), link);
        if (anchor !== undefined) assert.ok(readFileSync(join(folder, file!), "utf8").includes(`id="${anchor}"`), link);
      }
    });
  });
});

describe("static pictures", () => {
  it("are drawn once and then taken from the cache", async () => {
    const folder = temporaryFolder();
    try {
      const input = { ...reportInput(join(folder, "report")), cacheDir: join(folder, "cache") };
      assert.equal((await renderReport(input)).drawn, 2);
      rmSync(input.outDir, { recursive: true });
      assert.equal((await renderReport(input)).drawn, 0);
      assert.equal(readdirSync(join(input.outDir, "assets", "figures")).length, 2);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it("are missed, and the report comes out, where no browser starts", async () => {
    const folder = temporaryFolder();
    const before = process.env.QUADRANT_CHROMIUM;
    process.env.QUADRANT_CHROMIUM = join(folder, "no-such-browser");
    try {
      const summary = await renderReport({ ...reportInput(folder), cacheDir: undefined });
      assert.equal(summary.drawn, 0);
      assert.match(summary.warnings.join("\n"), /static pictures are missing.*no-such-browser/s);
      assert.match(readFileSync(join(folder, "01-baselines.html"), "utf8"), /static picture of this figure is missing/);
      await assert.rejects(launchChromium(), {
        name: "QuadrantError",
        tag: "unavailable",
        remedy: /QUADRANT_CHROMIUM/,
      });
    } finally {
      if (before === undefined) delete process.env.QUADRANT_CHROMIUM;
      else process.env.QUADRANT_CHROMIUM = before;
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
