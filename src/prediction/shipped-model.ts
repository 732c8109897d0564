import { join } from "node:path";
import { PROJECT_ROOT } from "../project";

/** The model that comes with quadrant: trained on the études by `npx quadrant train-model`, with its defaults. */
export const SHIPPED_MODEL = join(PROJECT_ROOT, "data", "models", "etudes.json");
