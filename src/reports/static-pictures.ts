import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { messageOf } from "../errors";
import { writeFileAtomic } from "../store/atomic-file";
import { PLOTLY_FILE, PLOTLY_VERSION } from "./assets";
import { launchChromium } from "./browser";
import { type PlotlyFigure, plotlyKey } from "./plotly-figure";

/** Width of a picture and its height where the figure names none, in CSS pixels. */
const WIDTH = 820;
const HEIGHT = 440;

/** Part of the cached file's name: raise it when the look below changes. */
const LOOK = 1;

/** What print shows where a figure names no colours: ink on paper. */
const PAPER = {
  font: { family: "system-ui, 'Open Sans', sans-serif", size: 13, color: "#1f2328" },
  paper_bgcolor: "#ffffff",
  plot_bgcolor: "#ffffff",
};

/** The pictures that are there, and what went wrong. */
interface StaticPictures {
  /** Address of a picture relative to the report, by the figure's key. */
  readonly addresses: ReadonlyMap<string, string>;
  readonly drawn: number;
  readonly warnings: readonly string[];
}

/**
 * Writes an SVG of every figure to `<outDir>/assets/figures`, for print and for readers without JavaScript. Pictures in
 * `cacheDir` are copied; the browser starts only if one is missing. Without a browser the report is told so.
 */
export async function drawStaticPictures(
  figures: readonly PlotlyFigure[],
  outDir: string,
  cacheDir: string | undefined,
): Promise<StaticPictures> {
  const folder = join(outDir, "assets", "figures");
  mkdirSync(folder, { recursive: true });
  const cache = cacheDir ?? mkdtempSync(join(tmpdir(), "quadrant-figures-"));
  try {
    const wanted = new Map(figures.map((figure) => [plotlyKey(figure), figure]));
    for (const file of readdirSync(folder)) if (!wanted.has(file.replace(/\.svg$/, ""))) rmSync(join(folder, file));
    const cached = (key: string) => join(cache, `${key}-${PLOTLY_VERSION}-${LOOK}.svg`);
    const missing = [...wanted].filter(([key]) => !existsSync(cached(key)));
    const warnings = missing.length === 0 ? [] : await drawAll(missing, cached);
    const addresses = new Map<string, string>();
    for (const key of wanted.keys()) {
      if (!existsSync(cached(key))) continue;
      copyFileSync(cached(key), join(folder, `${key}.svg`));
      addresses.set(key, `assets/figures/${key}.svg`);
    }
    return { addresses, drawn: missing.filter(([key]) => addresses.has(key)).length, warnings };
  } finally {
    if (cacheDir === undefined) rmSync(cache, { recursive: true, force: true });
  }
}

async function drawAll(
  figures: readonly (readonly [string, PlotlyFigure])[],
  fileOf: (key: string) => string,
): Promise<string[]> {
  const warnings: string[] = [];
  try {
    const browser = await launchChromium();
    try {
      const page = await browser.newPage();
      await page.addScriptTag({ path: PLOTLY_FILE });
      for (const [key, figure] of figures) {
        try {
          writeFileAtomic(fileOf(key), await drawOne(page, figure));
        } catch (thrown) {
          warnings.push(`a static picture could not be drawn: ${messageOf(thrown).split("\n")[0]}`);
        }
      }
    } finally {
      await browser.close();
    }
  } catch (thrown) {
    warnings.push(`the static pictures are missing: ${messageOf(thrown)}`);
  }
  return warnings;
}

interface PlotlyInPage {
  toImage(figure: unknown, options: unknown): Promise<string>;
}

async function drawOne(page: Page, figure: PlotlyFigure): Promise<string> {
  const { font, height, margin, title } = figure.layout as Partial<Record<"font" | "margin" | "title", object>> & {
    height?: number;
  };
  // As the page script draws it.
  const margins = { t: title === undefined ? 24 : 56, r: 24, b: 56, l: 64, ...margin };
  const layout = {
    ...figure.layout,
    ...PAPER,
    font: { ...PAPER.font, ...font, color: PAPER.font.color },
    margin: margins,
  };
  const options = { format: "svg", width: WIDTH, height: height ?? HEIGHT };
  const address = await page.evaluate(
    ([drawing, size]) => (globalThis as unknown as { Plotly: PlotlyInPage }).Plotly.toImage(drawing, size),
    [{ data: figure.data, layout: { ...layout, width: WIDTH } }, options] as const,
  );
  return decodeURIComponent(address.slice(address.indexOf(",") + 1));
}
