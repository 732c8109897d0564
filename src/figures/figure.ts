import type { Data, Layout } from "plotly.js";
import type { DataSheet } from "../corpora";

/** A plotly figure with the words that it cannot do without. */
export interface Figure {
  readonly data: Data[];
  readonly layout: Partial<Layout>;
  /** What the reader sees and what to conclude: a sentence or two, shown below the figure. */
  readonly caption: string;
  /** The same for someone who cannot see it. */
  readonly alt: string;
}

/** A figure before it is told which data it shows. */
export interface FigureDraft extends Figure {
  /** Of the corpus that the numbers come from. */
  readonly sheet: DataSheet;
}

/**
 * Completes a figure with the house layout. Where the corpus is synthetic, the figure itself says so, so that it stays
 * said when the picture is copied out of the report.
 */
export function makeFigure({ data, layout, caption, alt, sheet }: FigureDraft): Figure {
  const margin = { l: 64, r: 24, t: sheet.synthetic ? 40 : 20, b: 84, ...layout.margin };
  return {
    data,
    layout: {
      height: 380,
      // At the foot of the picture, below the title of the axis, whatever the height.
      legend: { orientation: "h", yref: "container", y: 0, yanchor: "bottom" },
      ...layout,
      margin,
      annotations: [
        ...(layout.annotations ?? []),
        ...(sheet.synthetic
          ? [
              {
                text: "synthetic data",
                showarrow: false,
                xref: "paper" as const,
                yref: "paper" as const,
                x: 1,
                y: 1,
                xanchor: "right" as const,
                yanchor: "bottom" as const,
                yshift: margin.t - 22,
                font: { size: 11 },
              },
            ]
          : []),
      ],
    },
    caption: sheet.synthetic ? `${caption} (Synthetic data: ${sheet.title}.)` : caption,
    alt: sheet.synthetic ? `${alt} Synthetic data.` : alt,
  };
}
