import { bayesCeiling } from "../../corpora/etudes";
import { keptValue } from "../cache/study-file";
import type { Run } from "../run/run";

/** A value that scores are held against. */
export interface ReferenceLine {
  readonly label: string;
  readonly value: number;
}

/**
 * What scores on this corpus are held against: always guessing the largest class; and for the études, whose truth is
 * known, the best accuracy that any model can reach, deaf or not to the order of time.
 */
export function referenceLines({ corpus }: Run): ReferenceLine[] {
  const counts = new Map<string, number>();
  for (const { quadrant } of corpus.clips) counts.set(quadrant, (counts.get(quadrant) ?? 0) + 1);
  const chance = { label: "largest class", value: Math.max(...counts.values()) / corpus.clips.length };
  if (corpus.sheet.name !== "etudes") return [chance];
  const { withOrder, withoutOrder } = keptValue({ value: "ceiling of études" }, () => bayesCeiling());
  return [
    chance,
    { label: "ceiling without order", value: withoutOrder.accuracy },
    { label: "ceiling", value: withOrder.accuracy },
  ];
}
