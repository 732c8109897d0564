import type { Data } from "plotly.js";
import { type Corpus, QUADRANT_NAMES, QUADRANTS } from "../corpora";
import { type Figure, makeFigure } from "./figure";
import { QUADRANT_COLOURS, SEQUENTIAL_SCALE, seriesColour } from "./palette";

/** How many clips each quadrant has. */
export function classBalanceFigure({ clips, sheet }: Corpus): Figure {
  const counts = QUADRANTS.map((quadrant) => clips.filter((clip) => clip.quadrant === quadrant).length);
  const listed = QUADRANTS.map((quadrant, i) => `${quadrant} ${counts[i]}`).join(", ");
  const share = (100 * Math.max(...counts)) / clips.length;
  return makeFigure({
    sheet,
    data: [
      {
        type: "bar",
        x: QUADRANTS.map((quadrant) => QUADRANT_NAMES[quadrant]),
        y: counts,
        text: counts.map(String),
        marker: { color: QUADRANTS.map((quadrant) => QUADRANT_COLOURS[quadrant]) },
      },
    ],
    layout: { height: 300, yaxis: { title: { text: "clips" } } },
    caption: `Clips in each quadrant. Always guessing the largest one is right in ${share.toFixed(1)} % of the clips.`,
    alt: `Bar chart of clips in each quadrant: ${listed}.`,
  });
}

/** Where the clips lie in the plane of valence and arousal; for corpora that know it. */
export function valenceArousalFigure({ clips, sheet }: Corpus): Figure {
  const known = clips.filter((clip) => clip.valence !== undefined && clip.arousal !== undefined);
  const wrongSide = known.filter(({ quadrant, valence, arousal }) => {
    const right = valence! >= 0 === (quadrant === "Q1" || quadrant === "Q4");
    const up = arousal! >= 0 === (quadrant === "Q1" || quadrant === "Q2");
    return !(right && up);
  });
  const overlap = `${wrongSide.length} of ${known.length} clips lie outside the quadrant that they are labelled with`;
  return makeFigure({
    sheet,
    data: QUADRANTS.map((quadrant): Data => {
      const members = known.filter((clip) => clip.quadrant === quadrant);
      return {
        type: "scatter",
        mode: "markers",
        name: QUADRANT_NAMES[quadrant],
        x: members.map((clip) => clip.valence!),
        y: members.map((clip) => clip.arousal!),
        text: members.map((clip) => clip.id),
        marker: { color: QUADRANT_COLOURS[quadrant], size: 7, opacity: 0.75 },
      };
    }),
    layout: {
      height: 460,
      xaxis: { title: { text: "valence" }, range: [-1.1, 1.1], zeroline: true },
      yaxis: { title: { text: "arousal" }, range: [-1.1, 1.1], zeroline: true },
    },
    caption: `Valence and arousal of every clip, coloured by its label; ${overlap}: the classes overlap.`,
    alt: `Scatter plot of ${known.length} clips over valence and arousal; four clouds around the quadrant centres. ${overlap}.`,
  });
}

/** Which groups have which quadrants: what a random split would leak. */
export function groupLeaningFigure({ clips, sheet }: Corpus): Figure {
  const groups = [...new Set(clips.map((clip) => clip.group))].sort();
  const count = (group: string, quadrant: string) =>
    clips.filter((clip) => clip.group === group && clip.quadrant === quadrant).length;
  const table = groups.map((group) => ({ group, counts: QUADRANTS.map((quadrant) => count(group, quadrant)) }));
  // Groups that lean the same way stand together.
  table.sort((a, b) => leaning(a.counts) - leaning(b.counts));
  const largest = table.reduce((sum, { counts }) => sum + Math.max(...counts), 0) / clips.length;
  const share = (100 * largest).toFixed(0);
  return makeFigure({
    sheet,
    data: [
      {
        type: "heatmap",
        x: table.map(({ group }) => group),
        y: QUADRANTS.map((quadrant) => QUADRANT_NAMES[quadrant]),
        z: QUADRANTS.map((_, i) => table.map(({ counts }) => counts[i]!)),
        colorscale: SEQUENTIAL_SCALE,
        colorbar: { title: { text: "clips" } },
      },
    ],
    layout: { height: 320, xaxis: { title: { text: sheet.groupMeaning }, showticklabels: false } },
    caption:
      `Clips of each ${sheet.groupMeaning} in each quadrant, over ${groups.length} groups. ` +
      `Whoever knows the ${sheet.groupMeaning} of a clip, and nothing else, is right in up to ${share} % of the clips; ` +
      `so no ${sheet.groupMeaning} may stand on both sides of a split.`,
    alt: `Heat map of clips by ${sheet.groupMeaning} and quadrant; most groups have clips mainly in one or two quadrants.`,
  });
}

function leaning(counts: readonly number[]): number {
  const total = counts.reduce((sum, n) => sum + n, 0);
  return counts.indexOf(Math.max(...counts)) - Math.max(...counts) / (total + 1);
}

/** How long the clips are. */
export function durationFigure({ sheet }: Corpus, seconds: readonly number[]): Figure {
  const sorted = [...seconds].sort((a, b) => a - b);
  const told = [sorted[0], sorted[Math.floor(sorted.length / 2)], sorted.at(-1)].map((value) =>
    (value ?? 0).toFixed(1),
  );
  const words = `Shortest ${told[0]} s, median ${told[1]} s, longest ${told[2]} s`;
  return makeFigure({
    sheet,
    data: [{ type: "histogram", x: [...seconds], marker: { color: seriesColour(1) }, nbinsx: 40 } as Data],
    layout: { height: 260, xaxis: { title: { text: "seconds" } }, yaxis: { title: { text: "clips" } } },
    caption: `How long the clips are. ${words}.`,
    alt: `Histogram of the lengths of ${seconds.length} clips. ${words}.`,
  });
}
