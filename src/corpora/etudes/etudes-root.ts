import { join } from "node:path";
import { dataFolder } from "../../project";

/** Which études: as many clips, of such a length, drawn with such a seed. */
export interface EtudesChoice {
  readonly clips?: number | undefined;
  readonly seconds?: number | undefined;
  readonly seed?: number | undefined;
}

/** Where études are kept unless one names a folder: each choice in a folder of its own. */
export function etudesRoot({ clips = 320, seconds = 12, seed = 1 }: EtudesChoice = {}): string {
  return join(dataFolder(), "etudes", `${clips}-clips-${seconds}-s-seed-${seed}`);
}
