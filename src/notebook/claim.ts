import type { TestedClaim } from "../claims";
import { formatInterval } from "../evaluation";
import { displayData } from "../kernel";
import { escapeHtml } from "../tables/data-frame";

/**
 * Shows a claim with its verdict and hands it to the report, whose index begins with all claims and links each to this
 * cell.
 */
export function showClaim(claim: TestedClaim): void {
  const { sentence, published, measured, asPublished, leakFree, verdict } = claim;
  const facts = [
    ["Claim", sentence],
    ["Published", published],
    ["Measured here", measured],
    ["As published", asPublished === undefined ? "not measured" : formatInterval(asPublished)],
    ["Without leaks", leakFree === undefined ? "not measured" : formatInterval(leakFree)],
    ["Verdict", verdict],
  ];
  const rows = facts.map(([what, text]) => `<tr><th scope="row">${what}</th><td>${escapeHtml(text!)}</td></tr>`);
  displayData(
    { "text/html": `<table><caption>A claim and what became of it</caption><tbody>${rows.join("")}</tbody></table>` },
    { quadrant: { claim } },
  );
}
