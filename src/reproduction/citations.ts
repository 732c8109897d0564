import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_ROOT } from "../project";
import type { Citation, Provenance } from "../reports";
import type { Run } from "../studies";

/** What whoever uses a number of a report should cite: the report with its commit, the study, the corpus. */
export function citationsOf({ corpus }: Run, { commit, startedAt, seed }: Provenance): Citation[] {
  const { version } = JSON.parse(readFileSync(join(PROJECT_ROOT, "package.json"), "utf8")) as { version: string };
  const report = `@software{quadrant,
  title = {quadrant: music emotion recognition in TypeScript},
  author = {{The quadrant authors}},
  version = {${version}},
  year = {${startedAt.slice(0, 4)}},
  note = {Commit ${commit}, corpus SHA-256 ${corpus.hash.slice(0, 16)}, seed ${seed}}
}`;
  const study = `@misc{arxiv-2405.06747,
  title = {Music Emotion Prediction Using Recurrent Neural Networks},
  year = {2024},
  eprint = {2405.06747},
  archivePrefix = {arXiv}
}`;
  const own = { of: "This report", text: report };
  const claims = { of: "The study whose claims it tests", text: study };
  const { citation } = corpus.sheet;
  return citation === "" ? [own, claims] : [own, claims, { of: "The corpus", text: citation }];
}
