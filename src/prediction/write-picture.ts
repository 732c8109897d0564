import { extname } from "node:path";
import { QuadrantError } from "../errors";
import { launchChromium } from "../reports";
import { writeFileAtomic } from "../store";

/** The endings of the pictures that can be written. */
export const PICTURE_ENDINGS = [".svg", ".html", ".png"] as const;

/** Twice the pixels, for screens and print that show them. */
const PIXELS = 2;

/**
 * Writes an SVG drawing as the file's ending says. A PNG is drawn by Chromium, the others need nothing.
 *
 * @throws QuadrantError "bad-argument" for another ending, "unavailable" where a PNG is asked for and no browser starts,
 *   "bad-store" when the file cannot be written
 */
export async function writePicture(path: string, svg: string): Promise<void> {
  const ending = extname(path).toLowerCase();
  if (ending === ".svg") writeFileAtomic(path, svg);
  else if (ending === ".html") writeFileAtomic(path, pageOf(svg));
  else if (ending === ".png") writeFileAtomic(path, await pixelsOf(svg));
  else {
    throw new QuadrantError("bad-argument", `${path}: a picture ends in ${PICTURE_ENDINGS.join(", ")}`, { path });
  }
}

function pageOf(svg: string): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Predicted emotion</title><style>body { margin: 0 } svg { max-width: 100%; height: auto }</style></head>
<body>
${svg}</body>
</html>
`;
}

async function pixelsOf(svg: string): Promise<Uint8Array> {
  const browser = await launchChromium();
  try {
    const page = await browser.newPage({ deviceScaleFactor: PIXELS });
    await page.setContent(pageOf(svg));
    return await page.locator("svg").screenshot();
  } finally {
    await browser.close();
  }
}
