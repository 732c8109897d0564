import { type DataSheet, QUADRANT_NAMES, QUADRANTS } from "../corpora";
import type { Embedding } from "../studies";
import { type Figure, makeFigure } from "./figure";
import { QUADRANT_COLOURS } from "./palette";

/** The clips of a corpus on a plane, clips of similar features close together. */
export function embeddingFigure(sheet: DataSheet, { points, neighbours, clips }: Embedding): Figure {
  const share = `${(100 * neighbours).toFixed(0)} % of the clips have a nearest neighbour of their own quadrant`;
  return makeFigure({
    sheet,
    data: QUADRANTS.map((quadrant) => {
      const chosen = points.filter((point) => point.quadrant === quadrant);
      return {
        type: "scatter",
        mode: "markers",
        name: QUADRANT_NAMES[quadrant],
        x: chosen.map(({ x }) => x),
        y: chosen.map(({ y }) => y),
        text: chosen.map(({ id }) => id),
        marker: { color: QUADRANT_COLOURS[quadrant], size: 6 },
      };
    }),
    layout: {
      height: 520,
      // Distances count, directions and units do not.
      xaxis: { showticklabels: false, zeroline: false, title: { text: "t-SNE 1" } },
      yaxis: { showticklabels: false, zeroline: false, title: { text: "t-SNE 2" }, scaleanchor: "x" },
    },
    caption: `t-SNE of the summary statistics of ${clips} clips. On this plane ${share}; by chance it would be a quarter.`,
    alt: `Scatter plot of ${clips} clips coloured by quadrant. ${share}.`,
  });
}
