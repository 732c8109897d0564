import type { MT19937 } from "../../random";
import { QUADRANTS, type Quadrant } from "../quadrant";
import { type Composer, drawComposer } from "./composers";
import { type AffectPoint, type Cues, drawCues, drawPoint } from "./cues";
import { streamFor } from "./stream";

/** What one piece is to be, before a note is written. */
export interface EtudePlan {
  readonly id: string;
  /** Place in the corpus, from 0. */
  readonly index: number;
  readonly quadrant: Quadrant;
  readonly point: AffectPoint;
  readonly composer: Composer;
  readonly cues: Cues;
}

/**
 * The plan of a piece. It depends on seed and index alone, so a longer corpus begins with the shorter one.
 *
 * Each four pieces in a row hold every quadrant once, in an order of their own.
 */
export function planEtude(seed: number, index: number, composers: readonly Composer[]): EtudePlan {
  const quadrant = quadrantAt(streamFor(seed, "quadrants", Math.floor(index / QUADRANTS.length)), index);
  const stream = streamFor(seed, "plan", index);
  const composer = drawComposer(stream, composers, quadrant);
  const point = drawPoint(stream, quadrant);
  const cues = drawCues(stream, point, composer.habits);
  return { id: `etude-${String(index + 1).padStart(4, "0")}`, index, quadrant, point, composer, cues };
}

function quadrantAt(stream: MT19937, index: number): Quadrant {
  const order = [...QUADRANTS];
  stream.shuffle(order);
  return order[index % QUADRANTS.length]!;
}
