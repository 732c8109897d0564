import { basename } from "node:path";
import { QUADRANT_NAMES, QUADRANTS } from "../corpora";
import { QUADRANT_COLOURS } from "../figures";
import { type Html, html } from "../reports/html";
import { describeFamiliarity, describeModel, likeliest, signed } from "./describe-prediction";
import type { FilePrediction } from "./predict-files";
import type { TrainedModel, WindowAnswer } from "./trained-model";

const WIDTH = 860;
const LEFT = 60;
const RIGHT = 130;
const PLOT = WIDTH - LEFT - RIGHT;
/** Heights of a file's parts: words, probabilities, valence and arousal, and the axis of time. */
const WORDS = 64;
const SHARES = 140;
const AFFECT = 90;
const GAP = 14;
const AXIS = 44;
const FOOT = 58;

const INK = "#1f2328";
const GREY = "#6e7781";
const VALENCE = "#cc79a7";
const AROUSAL = "#56b4e9";

/** A picture of what a model says of files: each a panel of probabilities, and of valence and arousal, over time. */
export function predictionPicture(files: readonly FilePrediction[], model: TrainedModel): string {
  const heights = files.map(heightOf);
  const height = heights.reduce((a, b) => a + b, 0) + FOOT;
  const tops = heights.map((_, i) => heights.slice(0, i).reduce((a, b) => a + b, 0));
  const words = describeModel(model).split("\n");
  return html`<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img" font-family="system-ui, sans-serif" font-size="12" fill="${INK}">
<title>Quadrant probabilities, valence and arousal over time</title>
<desc>${files.map((file) => `${basename(file.path)}: ${sentence(file)}. ${describeFamiliarity(file, model)}. `).join("")}</desc>
<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>
${files.map((file, i) => panel(file, model, tops[i]!))}
${words.map((line, i) => html`<text x="10" y="${height - FOOT + 18 + 15 * i}" fill="${GREY}" font-size="10">${line}</text>`)}
</svg>
`.text;
}

function heightOf({ whole }: FilePrediction): number {
  return WORDS + SHARES + (whole.valence === null ? 0 : GAP + AFFECT) + AXIS;
}

function sentence({ whole }: FilePrediction): string {
  const affect = whole.valence === null ? "" : `, valence ${signed(whole.valence)}, arousal ${signed(whole.arousal!)}`;
  return `${QUADRANTS.map((quadrant, k) => `${quadrant} ${whole.probabilities[k]!.toFixed(2)}`).join(", ")}${affect}`;
}

function panel(file: FilePrediction, model: TrainedModel, top: number): Html {
  const { path, seconds, whole, windows } = file;
  const x = (time: number) => LEFT + (PLOT * time) / seconds;
  const sharesTop = top + WORDS;
  const affectTop = sharesTop + SHARES + GAP;
  const bottom = top + heightOf(file) - AXIS;
  return html`<g>
<text x="10" y="${top + 20}" font-size="14" font-weight="600">${basename(path)}: ${likeliest(whole)}</text>
<text x="10" y="${top + 36}">${sentence(file)}</text>
<text x="10" y="${top + 51}" font-size="10" fill="${whole.unlike ? "#b00020" : GREY}">${describeFamiliarity(file, model)}</text>
${QUADRANTS.map((_, k) => shareArea(windows, k, seconds, x, sharesTop))}
${legend(sharesTop)}
${title("probability", sharesTop + SHARES / 2)}
${scale([0, 0.5, 1], (share) => sharesTop + SHARES * (1 - share))}
${windows.filter(({ unlike }) => unlike).map((window) => unlikeBar(window, x, sharesTop))}
${whole.valence === null ? null : affectLines(windows, seconds, x, affectTop)}
${timeAxis(seconds, x, bottom)}
</g>`;
}

/** The middles of the windows, the first and the last drawn out to the ends of the file. */
function points(windows: readonly WindowAnswer[], seconds: number, value: (answer: WindowAnswer) => number) {
  const middles = windows.map((window) => ({ time: (window.start + window.end) / 2, value: value(window) }));
  return [{ ...middles[0]!, time: 0 }, ...middles, { ...middles.at(-1)!, time: seconds }];
}

type Scale = (value: number) => number;

function shareArea(windows: readonly WindowAnswer[], k: number, seconds: number, x: Scale, top: number): Html {
  const upTo = (count: number) =>
    points(windows, seconds, ({ probabilities }) => probabilities.slice(0, count).reduce((a, b) => a + b, 0));
  const y = (share: number) => top + SHARES * (1 - share);
  const outline = [...upTo(k), ...upTo(k + 1).reverse()];
  return html`<polygon fill="${QUADRANT_COLOURS[QUADRANTS[k]!]}" points="${trace(outline, x, y)}"/>`;
}

function trace(line: readonly { time: number; value: number }[], x: Scale, y: Scale): string {
  return line.map(({ time, value }) => `${x(time).toFixed(1)},${y(value).toFixed(1)}`).join(" ");
}

/** From the top as the areas are stacked. */
function legend(top: number): Html {
  const names = QUADRANTS.toReversed().map((quadrant, i) => {
    const y = top + 14 + 20 * i;
    return html`<rect x="${LEFT + PLOT + 12}" y="${y - 10}" width="12" height="12" fill="${QUADRANT_COLOURS[quadrant]}"/>
<text x="${LEFT + PLOT + 30}" y="${y}">${QUADRANT_NAMES[quadrant]}</text>`;
  });
  return html`${names}<text x="${LEFT + PLOT + 12}" y="${top + 106}" fill="${GREY}" font-size="10">grey bar: unlike</text>
<text x="${LEFT + PLOT + 12}" y="${top + 119}" fill="${GREY}" font-size="10">its training data</text>`;
}

function scale(values: readonly number[], y: Scale): Html {
  return html`${values.map(
    (value) =>
      html`<text x="${LEFT - 8}" y="${y(value) + 4}" text-anchor="end" fill="${GREY}">${value}</text><line x1="${LEFT - 4}" x2="${LEFT}" y1="${y(value)}" y2="${y(value)}" stroke="${GREY}"/>`,
  )}`;
}

function title(name: string, y: number): Html {
  return html`<text x="16" y="${y}" transform="rotate(-90 16 ${y})" text-anchor="middle" fill="${GREY}">${name}</text>`;
}

function unlikeBar({ start, end }: WindowAnswer, x: Scale, top: number): Html {
  return html`<rect x="${x(start).toFixed(1)}" y="${top - 6}" width="${(x(end) - x(start)).toFixed(1)}" height="5" fill="${GREY}"/>`;
}

function affectLines(windows: readonly WindowAnswer[], seconds: number, x: Scale, top: number): Html {
  const y = (value: number) => top + (AFFECT * (1 - value)) / 2;
  const line = (name: string, colour: string, row: number, value: (answer: WindowAnswer) => number) =>
    html`<polyline fill="none" stroke="${colour}" stroke-width="2" points="${trace(points(windows, seconds, value), x, y)}"/>
<text x="${LEFT + PLOT + 12}" y="${top + 30 + 20 * row}" fill="${INK}"><tspan fill="${colour}" font-weight="700">&#8212;</tspan> ${name}</text>`;
  return html`<line x1="${LEFT}" x2="${LEFT + PLOT}" y1="${y(0)}" y2="${y(0)}" stroke="#d0d7de"/>
${title("-1 to 1", top + AFFECT / 2)}
${scale([-1, 0, 1], y)}
${line("valence", VALENCE, 0, ({ valence }) => valence!)}
${line("arousal", AROUSAL, 1, ({ arousal }) => arousal!)}`;
}

/** Round steps, of which a file has four to ten. */
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800];

function timeAxis(seconds: number, x: Scale, y: number): Html {
  const step = STEPS.find((each) => seconds / each <= 10) ?? 3600;
  const ticks = Array.from({ length: Math.floor(seconds / step) + 1 }, (_, i) => i * step);
  return html`<line x1="${LEFT}" x2="${LEFT + PLOT}" y1="${y}" y2="${y}" stroke="${GREY}"/>
${ticks.map((time) => html`<text x="${x(time).toFixed(1)}" y="${y + 15}" text-anchor="middle" fill="${GREY}">${time}</text>`)}
<text x="${LEFT + PLOT}" y="${y + 30}" text-anchor="end" fill="${GREY}">seconds</text>`;
}
