import { encodeWav } from "../audio";
import { type Corpus, loadClip, QUADRANT_NAMES, QUADRANTS } from "../corpora";
import type { Figure } from "../figures";
import { showHtml, showMarkdown, showPlotly } from "../kernel";
import type { TableRow } from "../tables";
import { dataFrame, escapeHtml, tableHtml } from "../tables/data-frame";

/** Shows a figure below the cell. */
export function show({ data, layout, caption, alt }: Figure): void {
  showPlotly({ data, layout }, { caption, alt });
}

/** Shows records as a table: a danfojs DataFrame with a caption, numbers rounded to `decimals` digits. */
export function showTable(records: readonly TableRow[], caption: string, options: { decimals?: number } = {}): void {
  showHtml(tableHtml(dataFrame(records), caption, options));
}

/** Says a sentence, in markdown. */
export function say(markdown: string): void {
  showMarkdown(markdown);
}

/** Seconds of a clip that are embedded in the notebook: enough to hear what it is, little enough to keep. */
const EXCERPT_SECONDS = 8;

/** Plays the beginning of one clip of each quadrant. */
export async function showClips({ clips, sheet }: Corpus): Promise<void> {
  for (const quadrant of QUADRANTS) {
    const clip = clips.find((candidate) => candidate.quadrant === quadrant);
    if (clip === undefined) continue;
    const { samples, sampleRate } = await loadClip(clip);
    const wav = encodeWav(samples.subarray(0, EXCERPT_SECONDS * sampleRate), sampleRate);
    const words = `${QUADRANT_NAMES[quadrant]}: ${clip.id}, ${sheet.groupMeaning} ${clip.group}`;
    const source = `data:audio/wav;base64,${Buffer.from(wav).toString("base64")}`;
    showHtml(`<p>${escapeHtml(words)}</p>\n<audio controls preload="none" src="${source}"></audio>`);
  }
}
