import type { TestedClaim } from "../claims";
import { formatInterval } from "../evaluation";
import type { TableRow } from "./table-row";

/** Claims and what became of them. */
export function claimsTable(claims: readonly TestedClaim[]): TableRow[] {
  return claims.map(({ sentence, published, measured, asPublished, leakFree, verdict, notebook }) => ({
    "the study's claim": sentence,
    published,
    "measured here": measured,
    "as published": asPublished === undefined ? "" : formatInterval(asPublished),
    "without leaks": leakFree === undefined ? "" : formatInterval(leakFree),
    verdict,
    "shown in": notebook,
  }));
}
