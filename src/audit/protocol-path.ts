import { join } from "node:path";
import { PROJECT_ROOT } from "../project";

/** Where a protocol lies that comes with the project: "published" or "leak-free". */
export function protocolPath(name: "published" | "leak-free"): string {
  return join(PROJECT_ROOT, "data", "protocols", `${name}.json`);
}
