import { copyFileSync, existsSync, mkdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { QuadrantError } from "../errors";
import { writeFileAtomic } from "../store/atomic-file";

const PLOTLY_FOLDER = dirname(require.resolve("plotly.js-dist/package.json"));

/** plotly's one bundle, copied once a report and shared by its pages. */
export const PLOTLY_FILE = join(PLOTLY_FOLDER, "plotly.js");

/** The version of that bundle. */
export const PLOTLY_VERSION = (
  JSON.parse(readFileSync(join(PLOTLY_FOLDER, "package.json"), "utf8")) as { version: string }
).version;

/** What plotly would add to the page by itself, taken out of its bundle so that the page need not allow it. */
interface PlotlyStyles {
  /** Its style sheet, which it leaves alone where an element says so. */
  readonly css: string;
  /** Ids of style elements it skips where they exist already (its map styles, which no figure here uses). */
  readonly skippedIds: readonly string[];
}

let plotlyStyles: PlotlyStyles | undefined;

/**
 * Reads plotly's style rules from its bundle.
 *
 * @throws QuadrantError "unavailable" when the bundle no longer looks as expected (another version of plotly.js-dist).
 */
export function readPlotlyStyles(): PlotlyStyles {
  plotlyStyles ??= parsePlotlyStyles(readFileSync(PLOTLY_FILE, "utf8"));
  return plotlyStyles;
}

function parsePlotlyStyles(bundle: string): PlotlyStyles {
  const start = bundle.indexOf('"build/plotcss.js"()');
  const rules = bundle
    .slice(start, bundle.indexOf("};", start))
    .matchAll(/^\s*"?([XY][^"\n]*?)"?: (?:"(.*)"|'(.*)'),?$/gm);
  const css = [...rules].map(([, selector, quoted, single]) => {
    // The same replacements plotly makes before it adds a rule.
    const full = selector!.replaceAll("X", ".js-plotly-plot .plotly").replaceAll("Y", ".plotly-notifier");
    return `${full}{${(quoted ?? single ?? "").replaceAll('\\"', '"')}}`;
  });
  const skippedIds = [...bundle.matchAll(/getElementById\("([0-9a-f]{64})"\)/g)].map((match) => match[1]!);
  if (start === -1 || css.length < 20) {
    throw new QuadrantError("unavailable", `${PLOTLY_FILE} holds no style rules where version 4.1.1 has them`, {
      path: PLOTLY_FILE,
      remedy: "Install the pinned packages: npm ci",
    });
  }
  // Plotly puts each rule before those that are there already, so its last one stands first.
  return { css: `${css.reverse().join("\n")}\n`, skippedIds };
}

/**
 * Copies what the pages share into `<outDir>/assets`: plotly, the style sheet, the page script and KaTeX's fonts.
 *
 * The style sheet is read from `src`, since the compiler copies none: reports are made from a clone.
 *
 * @param generatedCss the classes that stand for inline styles
 */
export function writeAssets(outDir: string, generatedCss: string): void {
  const assets = join(outDir, "assets");
  mkdirSync(join(assets, "fonts"), { recursive: true });
  copyIfChanged(PLOTLY_FILE, join(assets, "plotly.js"));
  const source = join(__dirname, "..", "..", "..", "src", "reports", "page", "report.css");
  writeFileAtomic(join(assets, "report.css"), `${readFileSync(source, "utf8")}\n${katexCss(assets)}\n${generatedCss}`);
  writeFileAtomic(join(assets, "plotly.css"), readPlotlyStyles().css);
  writeFileAtomic(join(assets, "report.js"), pageScript());
}

/** The compiled page script. The compiler makes a CommonJS module of every file, so the page gets it an `exports`. */
function pageScript(): string {
  const script = readFileSync(join(__dirname, "page", "report.js"), "utf8").replace(/^\/\/# sourceMappingURL=.*$/m, "");
  return `((exports) => {\n${script}})({});\n`;
}

/** KaTeX's style sheet with the one font format that every browser reads; copies those fonts. */
function katexCss(assets: string): string {
  const folder = dirname(require.resolve("katex/dist/katex.css"));
  const css = readFileSync(join(folder, "katex.css"), "utf8");
  for (const [, font] of css.matchAll(/url\(fonts\/([\w-]+\.woff2)\)/g)) {
    copyIfChanged(join(folder, "fonts", font!), join(assets, "fonts", font!));
  }
  return css.replace(/, url\([^)]*\.(?:woff|ttf)\) format\("\w+"\)/g, "");
}

function copyIfChanged(from: string, to: string): void {
  if (existsSync(to) && statSync(to).size === statSync(from).size) return;
  copyFileSync(from, to);
}
