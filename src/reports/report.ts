import { join } from "node:path";
import { writeFileAtomic } from "../store/atomic-file";
import { writeAssets } from "./assets";
import { highlighter } from "./highlight";
import { indexPage } from "./index-page";
import { markdownRenderer } from "./markdown";
import { notebookPage, type Site } from "./notebook-page";
import { plotlyFigures } from "./plotly-figure";
import type { ReportInput, ReportSummary } from "./report-input";
import { drawStaticPictures } from "./static-pictures";
import { StyleClasses } from "./style-classes";

/**
 * Writes a report: `index.html`, one page and one executed `.ipynb` a notebook, and `assets/`. It opens from disk, asks
 * the network for nothing, and runs no script but its own and plotly.
 *
 * A notebook that failed is shown as far as it came, with the error in place. Without a browser the report still comes
 * out, and `warnings` says that the static pictures are missing.
 *
 * @throws QuadrantError "bad-store" when the folder cannot be written.
 *
 * @example
 * const { index } = await renderReport({ title: "Quadrant", notebooks, results, stages, provenance, introduction, outDir: "reports" });
 */
export async function renderReport(input: ReportInput): Promise<ReportSummary> {
  const styles = new StyleClasses();
  const highlight = await highlighter(styles);
  const markdown = await markdownRenderer(styles, highlight);
  const figures = input.notebooks.flatMap(({ notebook }) => plotlyFigures(notebook));
  const pictures =
    input.staticPictures === false
      ? { addresses: new Map<string, string>(), drawn: 0, warnings: [] }
      : await drawStaticPictures(figures, input.outDir, input.cacheDir);
  const warnings = [...pictures.warnings];
  const site: Site = {
    title: input.title,
    provenance: input.provenance,
    markdown,
    highlight,
    pictures: pictures.addresses,
    warnings,
  };

  const pages = input.notebooks.map((notebook) => notebookPage(notebook, site));
  const write = (name: string, content: string): string => {
    const path = join(input.outDir, name);
    writeFileAtomic(path, content);
    return path;
  };
  const written = pages.map((page, index) => write(page.file, page.render(pages[index - 1], pages[index + 1])));
  for (const [index, page] of pages.entries()) {
    write(`${page.name}.ipynb`, `${JSON.stringify(input.notebooks[index]?.notebook, null, 1)}\n`);
  }
  const indexFile = write("index.html", indexPage(input, pages, site));
  // Last, since the pages above decide which classes the style sheet holds.
  writeAssets(input.outDir, styles.css());
  return {
    index: indexFile,
    pages: written,
    figures: pages.reduce((sum, page) => sum + page.figures, 0),
    drawn: pictures.drawn,
    warnings,
  };
}
